"""Pack the part of the corpus that ships with govie: authored reports in full, and the seeds to replay.

    python -m training.replay

The real part is stand-off and cannot ship. The seeds were trained on, so they are replayed and no test.
"""

from __future__ import annotations

from govie.replay import FILE, PARTS, write_replay
from govie.types import Document
from training.data import read_part

COMMAND = "python -m training.replay"


def shipped() -> dict[str, list[Document]]:
    """Give the documents of each part as the corpus has them now."""
    parts = {part: read_part(part, ("authored",)) for part in PARTS}
    parts["train"] = [*read_part("seeds"), *parts["train"]]
    return parts


def main() -> None:
    write_replay(shipped())
    print(f"{FILE}: {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
