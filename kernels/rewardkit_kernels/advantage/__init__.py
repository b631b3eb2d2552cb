"""Group advantages: rewards of each prompt's completions in, advantages out, in one launch."""

from .api import Backend, group_advantages
from .options import AdvantageOptions
from .result import GroupAdvantages

__all__ = ["AdvantageOptions", "Backend", "GroupAdvantages", "group_advantages"]
