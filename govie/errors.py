"""What govie raises: each message says what failed, what was found and what to do."""

from __future__ import annotations


class GovieError(Exception):
    """The base of every error that govie raises on purpose."""


class ReadError(GovieError):
    """A file that cannot be read as a report."""


class CorpusError(GovieError, ValueError):
    """A corpus file that breaks the file form or the guidelines; names file, line and rule."""


class ModelError(GovieError):
    """A model folder that is missing, foreign or damaged."""
