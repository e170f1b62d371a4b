# Needs Python 3.11 (or newer) and make; everything else is installed into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
BASE := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
BENCH := $(VENV)/.installed-bench
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable

.PHONY: parse programs test check bench fuzz schemas clean help

help:
	@echo "make parse    read raw/ and write parsed/"
	@echo "make test     run the tests"
	@echo "make check    lint, types, layers, vocabulary files"
	@echo "make bench    measure speed side by side with other tools"
	@echo "make fuzz     feed broken files to every reader, for FUZZ_SECONDS"
	@echo "make schemas  write schemas/ and the generated parts of README.md anew"
	@echo "make clean    take away what make made, parsed/ too"

# Older than pyproject.toml or the pins: install again.
$(BASE): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "make: no Python found; install Python 3.11 or name one with PYTHON=" >&2; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: $(PYTHON) is too old; install Python 3.11 or name one with PYTHON=" >&2; exit 2; }
	@test -x $(BIN)/pip || "$(PYTHON)" -m venv $(VENV)
	$(INSTALL) ".[ocr]"
	@touch $@

$(DEV): $(BASE)
	$(INSTALL) ".[dev,ocr]"
	@touch $@

$(BENCH): $(DEV)
	$(INSTALL) ".[dev,ocr,bench]"
	@touch $@

parse: $(BASE)
	$(BIN)/taskextract parse raw -o parsed

# LibreOffice, Chromium and a font, which make the files to be read.
programs:
	tools/install-test-programs.sh

test: $(DEV) programs
	$(BIN)/python -m pytest

check: $(DEV)
	$(BIN)/ruff check src tests bench tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yamllint --strict src/taskextract/vocabulary

FUZZ_SECONDS ?= 600
fuzz: $(DEV) programs
	$(BIN)/python tests/fuzz.py --seconds $(FUZZ_SECONDS)

bench: $(BENCH)
	tools/install-test-programs.sh fonts-wqy-microhei
	@failed=0; for script in bench/bench_*.py; do \
	  echo "== $$script"; $(BIN)/python $$script || failed=1; \
	done; exit $$failed

schemas: $(DEV)
	$(BIN)/taskextract schema --write schemas
	$(BIN)/python tests/test_readme.py

clean:
	rm -rf $(VENV) parsed .taskextract-cache build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -exec rm -rf {} +
