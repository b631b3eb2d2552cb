"""Generalised advantage estimation: rewards and values of tokens in, advantages and returns out."""

from .api import TokenAdvantages, gae

__all__ = ["TokenAdvantages", "gae"]
