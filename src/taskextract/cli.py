"""The command line: `taskextract COMMAND`. Commands are loaded when they run; nothing is decided here.

Exit status: 0 all is well; 1 some input failed, a dataset is not valid, or (`diff`) two notices differ;
2 wrong usage, or nothing to do; 3 the program itself failed; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import gc
import importlib
import os
import re
import signal
import sys

import click

from taskextract import __version__

OK, FAILED, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130

COMMANDS: dict[str, str] = {
    "parse": "taskextract.cli_parse",
    "validate": "taskextract.cli_validate",
    "diff": "taskextract.cli_diff",
    "trace": "taskextract.cli_trace",
    "similar": "taskextract.cli_similar",
    "schema": "taskextract.cli_schema",
    "agency": "taskextract.cli_agency",
    "formats": "taskextract.cli_formats",
}
"""command → the module that holds it, under its own name."""


_STEERING = re.compile(r"[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\x1b(?!\[[\d;]*m)")
"""What steers a terminal (but for its colours) or turns the direction of writing."""


class Interrupted(BaseException):
    """Somebody wants the program to end. (For a KeyboardInterrupt click prints a line of its own.)"""


class Commands(click.Group):
    """The commands of `COMMANDS`, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="taskextract")
def taskextract() -> None:
    """Turn Chinese government notices into a dataset of tasks, measures and responsible agencies."""


def main() -> None:
    """Run the command line; every failure is one line and an exit status, never a traceback."""
    _open_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    for number in (signal.SIGTERM, signal.SIGINT):
        if signal.getsignal(number) != signal.SIG_IGN:  # a shell starts so what it does in the background
            signal.signal(number, _interrupt)
    gc.set_threshold(20_000, 20, 50)  # very many small values, hardly a cycle among them: looking is not worth it
    try:
        sys.exit(_run())
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "taskextract"
        say(f"{error.format_message().rstrip('.')}; see `{command} --help`")
        sys.exit(USAGE)
    except click.ClickException as error:
        say(error.format_message())
        sys.exit(USAGE)
    except (click.Abort, Interrupted):
        if sys.stderr.isatty():
            click.echo("\r", nl=False, err=True)  # over the ^C that the terminal has printed
        say("stopped; nothing was changed")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        _say_nothing_more()  # the reader has gone
        sys.exit(OK)
    except OSError as error:
        if error.filename is None:
            _say_nothing_more()
        say(f"{error.filename or 'the output'}: {error.strerror or error}; check the disk and its permissions")
        sys.exit(INTERNAL)
    except Exception as error:
        from taskextract.reading import where
        from taskextract.vocabulary.sources import VocabularyError

        if isinstance(error, VocabularyError):
            say(str(error))
            sys.exit(USAGE)
        say(f"the program failed: {where(error)}; please report it")
        sys.exit(INTERNAL)


def _run() -> int:
    """The exit status of what was asked for; what Python still holds back of the output is written, and may fail, here."""
    try:
        return taskextract.main(prog_name="taskextract", standalone_mode=False) or OK
    finally:
        sys.stdout.flush()


def _say_nothing_more() -> None:
    """What is left for standard output goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _open_missing_streams() -> None:
    """Where the caller closed a standard stream, nothing else may get its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115


def _interrupt(number: int, frame: object) -> None:
    """Being told to end and Ctrl-C are the same: the workers are stopped, the output stays as it was.

    Who presses it twice must not stop the tidying up.
    """
    signal.signal(number, signal.SIG_IGN)
    raise Interrupted


def say(line: str) -> None:
    """One line on standard error, with the program's name."""
    click.echo(harmless(f"taskextract: {' '.join(line.split())}"), err=True)


def harmless(text: str) -> str:
    """`text` with `\\u001b` and the like in place of what steers a terminal: texts and names come from anywhere."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


if __name__ == "__main__":
    main()
