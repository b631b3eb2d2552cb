"""A baseline of known findings: keys with the completion that showed them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rewardkit.attack.result import Attack
from rewardkit.data.whole_files import write_whole
from rewardkit.errors import InputError


def read_baseline(path: Path) -> dict[str, Any]:
    """Return the known findings of a baseline; an absent file knows none.

    Raises:
        InputError: The file is no baseline.
    """
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: not JSON: {str(error)[:100]}") from None
    if not isinstance(data, dict) or not isinstance(data.get("known"), dict):
        raise InputError(f"{path}: a baseline is an object with the key 'known'")
    return dict(data["known"])


def write_baseline(path: Path, found: Attack) -> None:
    """Write the findings of an attack as known."""
    known = {hole.key: hole.completion[:500] for hole in found.holes}
    known |= {f"conduct:{one.kind}": one.completion[:500] for one in found.conduct}
    write_whole(path, json.dumps({"reward": found.reward, "known": known}, indent=1) + "\n")
