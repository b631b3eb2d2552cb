"""What must be settled before torch is imported for the first time."""

from __future__ import annotations

import os

from rewardkit.errors import MissingExtra


def prepare_training() -> None:
    """Check that torch and transformers are there, and keep torch's threads from spinning.

    Raises:
        MissingExtra: One of them is not installed.
    """
    # Threads that spin beside a busy neighbour turn a 40 ms step into seconds, and torch reads
    # this once, when it is first imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        import torch
        import transformers
    except ImportError:
        raise MissingExtra("training", "train") from None
    del torch, transformers
