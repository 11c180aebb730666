"""The colours of pages, notebooks and charts, by day and by night."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

COLOURS = {
    "paper": ("#ffffff", "#15171c"),
    "raised": ("#f6f7f9", "#1d2027"),
    "ink": ("#1d2025", "#e4e7ec"),
    "muted": ("#626a76", "#98a1ae"),
    "line": ("#e1e5ea", "#2e333c"),
    "chosen": ("#e8f0fe", "#1f2f4a"),
    "accent": ("#1f5fd6", "#7fb0ff"),
    "doubt": ("#a83208", "#ff9d76"),
    "agency": ("#d8e6fd", "#1d3658"),
    "agency-deep": ("#1d5fd1", "#7fb0ff"),
    "indicator": ("#d5f0df", "#163b28"),
    "indicator-deep": ("#137a3c", "#5fcf93"),
    "number": ("#fde9c0", "#47330f"),
    "number-deep": ("#a85a06", "#f3b447"),
    "unit": ("#fbdce3", "#481c2b"),
    "unit-deep": ("#b8225c", "#f48bb0"),
    "date": ("#e6e0fb", "#302659"),
    "date-deep": ("#6634c9", "#b6a1fb"),
}
"""Each colour by day and by night; the deep ones are for what is lit, for links and for lines on paper."""
BY_NIGHT = ('[data-jp-theme-light="false"]', ".vscode-dark", 'html[theme="dark"]')
BY_DAY = ('[data-jp-theme-light="true"]', ".vscode-light")
"""What Jupyter, Visual Studio Code and Colab say of themselves, which counts for more than the system's wish."""


@cache
def colours(selector: str) -> str:
    """Write the colours as variables of the elements that a CSS selector tells."""
    day, night = (f"color-scheme:{kind};{declared(place)}" for place, kind in enumerate(("light", "dark")))
    rules = [f"{selector}{{{day}}}", f"@media (prefers-color-scheme:dark){{{selector}{{{night}}}}}"]
    rules += [f"{','.join(f'{place} {selector}' for place in places)}{{{rule}}}" for places, rule in ((BY_NIGHT, night), (BY_DAY, day))]
    return "\n".join(rules)


def declared(place: int) -> str:
    """Write the colours of the day (0) or the night (1)."""
    return "".join(f"--{name}:{pair[place]};" for name, pair in COLOURS.items())


@cache
def asset(name: str) -> str:
    """Read a stylesheet or script that lies beside this module."""
    return files("govie.show").joinpath(name).read_text("utf-8")
