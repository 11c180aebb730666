"""Raised figures, which a flat text would take for digits of the number before them."""

from __future__ import annotations

import re

_POWER, _RAISE = re.compile(r"[-−+]?\d{1,3}"), str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")
_UNIT, _TEN = re.compile("[A-Za-z]$"), re.compile(r"[×xX*·]\s?10$")
_NOTE = re.compile(r"[\[［〔【(（]?\s?\d{1,3}\s?[\]］〕】)）]?")


def flat(before: str, said: str) -> str:
    """Write raised words as they can stand behind the words `before` them: ² of a unit or a power of ten, nothing for a footnote's mark.

    >>> flat("30km", "2"), flat("54", "[1]"), flat("商标", "®")
    ('²', '', '®')
    """
    figures = said.strip()
    if _POWER.fullmatch(figures) and (_UNIT.search(before) or _TEN.search(before)):
        return figures.translate(_RAISE)
    return "" if _NOTE.fullmatch(figures) else said
