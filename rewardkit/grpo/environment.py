"""Set-up that must run before torch is first imported."""

from __future__ import annotations

import os

from rewardkit.errors import MissingExtra


def prepare_training() -> None:
    """Check that torch and transformers are installed, and set torch's threads to wait passively.

    Raises:
        MissingExtra: One of them is not installed.
    """
    # Spinning threads on a busy machine turn a 40 ms step into seconds, and torch reads this once,
    # when it is first imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        import torch
        import transformers
    except ImportError:
        raise MissingExtra("training", "train") from None
    del torch, transformers
