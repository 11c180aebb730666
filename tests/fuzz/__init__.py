"""Texts that nobody foresaw, and what must hold for each of them: `python -m tests.fuzz --documents N --seed S`."""
