"""How far a run is, on a terminal, and what came of it, at its end; all on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

from govie.types import Document

NAMES = 3
"""Failures of one reason that the summary names."""


class Progress:
    """Counts documents, facts, characters and failures; a bar shows them where standard error is a terminal.

    `total` gives the number of documents to come; it is asked for only where there is a bar.
    """

    def __init__(self, total: Callable[[], int], *, quiet: bool = False) -> None:
        from tqdm import tqdm

        self.quiet = quiet
        self.begun = time.monotonic()
        self.documents = self.facts = self.characters = self.failed = 0
        self.reasons: dict[str, list[str]] = {}
        shown = sys.stderr.isatty() and not quiet
        self.bar = tqdm(
            total=total() if shown else None,
            disable=not shown,
            leave=False,
            file=sys.stderr,
            bar_format="{n_fmt}/{total_fmt} documents |{bar}|{postfix} · {remaining} left",
        )

    def read(self, document: Document) -> None:
        """Count one document."""
        self.documents += 1
        self.facts += len(document.facts)
        self.characters += len(document.text)
        self.bar.set_postfix_str(f"{self.facts:,} facts, {self.speed():,.0f} characters/s", refresh=False)
        self.bar.update()

    def fail(self, error: Exception, advice: str = "") -> None:
        """Count a document that cannot be read, and say why."""
        self.failed += 1
        name, _, reason = str(error).partition(": ")
        self.reasons.setdefault(reason or name, []).append(name)
        self.bar.clear()
        tell_error(f"{error}{advice}")
        self.bar.update()

    def speed(self) -> float:
        """Give characters a second so far."""
        return self.characters / max(time.monotonic() - self.begun, 1e-9)

    def close(self) -> None:
        """Take the bar away."""
        self.bar.close()

    def summary(self, output: str | None) -> None:
        """Say what was done, and what failed for which reason."""
        self.close()
        if self.quiet:
            return
        took = time.monotonic() - self.begun
        head = f"{output}: " if output else ""
        counted = ", ".join(many(*one) for one in ((self.documents, "document"), (self.facts, "fact"), (self.characters, "character")))
        click.echo(f"{head}{counted} in {took:.1f} s", err=True)
        if self.failed:
            click.echo(f"{self.failed:,} failed:", err=True)
        for reason, names in self.reasons.items():
            more = f" and {len(names) - NAMES:,} more" if len(names) > NAMES else ""
            click.echo(f"  {len(names):,} × {reason} ({', '.join(names[:NAMES])}{more})", err=True)


def tell_error(what: str) -> None:
    """Say on standard error what is wrong, with the name in red on a terminal."""
    click.echo(f"{click.style('govie:', fg='red')} {what}", err=True)


def many(number: int, what: str) -> str:
    """Write a number of things.

    >>> many(1, "fact"), many(1200, "fact")
    ('1 fact', '1,200 facts')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"
