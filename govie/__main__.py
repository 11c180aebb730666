"""Run `python -m govie` as the command line."""

from govie.cli import main

main()
