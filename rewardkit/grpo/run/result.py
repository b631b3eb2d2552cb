"""The result of a finished run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown


@dataclass(frozen=True, slots=True)
class Finished:
    """The result and folder of a finished run."""

    folder: Path
    result: Mapping[str, Any]
    """The content of `result.json`."""
    transcripts: tuple[tuple[Sample, Breakdown], ...]
    """Held-out completions of the final policy, scored."""
