"""`python -m taskextract`."""

from taskextract.cli import main

main()
