"""The result of generalised advantage estimation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from torch import Tensor


class TokenAdvantages(NamedTuple):
    """Advantages and returns of M tokens."""

    advantages: Tensor
    """[M] float32."""
    returns: Tensor
    """[M] float32: advantage plus value, the target of the critic."""
