"""Where a stopped run stands, in one safetensors file that takes its name when it is whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from govie.errors import ModelError

NAME = "checkpoint.safetensors"


def save_checkpoint(folder: Path, tensors: dict[str, Tensor], state: dict[str, Any]) -> None:
    """Write tensors, and the rest as JSON in the file's header."""
    part = folder / f"{NAME}.part"
    save_file({k: v.detach().contiguous().clone() for k, v in tensors.items()}, part, metadata={"state": json.dumps(state)})
    part.replace(folder / NAME)


def load_checkpoint(folder: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Read them back; raise ModelError where there is none or it is damaged."""
    path = folder / NAME
    if not path.is_file():
        raise ModelError(f"{folder}: no {NAME}, so there is nothing to resume; train without --resume")
    try:
        with safe_open(path, "pt") as file:
            state = json.loads((file.metadata() or {})["state"])
            return {name: file.get_tensor(name) for name in file.keys()}, dict(state)  # noqa: SIM118
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: damaged checkpoint ({error}); remove it and train anew") from None
