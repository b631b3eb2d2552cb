"""Every error that rewardkit raises on purpose.

    RewardkitError
      DefinitionError    a reward was declared in a way that cannot work
      SpecError          bad YAML/JSON spec or composition: file, line, path, value
      BindError          a reward asks for a field that the data lacks
      RegistryError      unknown verifier name, or one name claimed twice
      PluginError        a plugin broke the contract
      CaseError          a case file cannot be read
      ScoringError       scoring was told to stop at an error (`on_error="raise"` or `"breaker"`)
      InputError         a file of samples or labels cannot be read
      SandboxError       code could not be run (not: the code failed)
      JudgeError         the judge gave no usable reply
      ServerError        a reward server gave no usable answer
      PeerFailed         another process of a training run failed
      MissingExtra       an optional dependency is not installed

A problem with a *sample* is never raised: it is a `Score` with a status and a reason.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path


class RewardkitError(Exception):
    """Base of every error that rewardkit raises on purpose.

    Args:
        message: The thing, its value and the cause.
        advice: The end of the message, which says how to go on in Python.
        option: The end of the message on the command line, where another thing helps.

    Example:
        >>> error = InputError("no 'answer'.", advice=" Give columns=.", option=" Give --column.")
        >>> print(error, "|", error.on_command_line)
        no 'answer'. Give columns=. | no 'answer'. Give --column.
    """

    def __init__(self, message: object = "", *, advice: str = "", option: str = "") -> None:
        super().__init__(f"{message}{advice}")
        self.on_command_line = f"{message}{option or advice}"


class DefinitionError(RewardkitError, ValueError):
    """The declaration of a reward cannot work."""


class SpecError(RewardkitError, ValueError):
    """A spec does not describe a reward: the message names file, line, path inside it and value."""


class BindError(RewardkitError, ValueError):
    """A field that a reward asks for is not in the data."""


class RegistryError(RewardkitError, LookupError):
    """A verifier name is unknown, or two plugins claim it."""


class PluginError(RewardkitError):
    """A plugin broke the contract of `rewardkit.hooks`."""


class CaseError(RewardkitError, ValueError):
    """A file of cases cannot be read, or a case in it is invalid."""


class ScoringError(RewardkitError, RuntimeError):
    """Scoring stopped at an error, as `on_error` asked."""


class InputError(RewardkitError, ValueError):
    """A file of samples or labels cannot be read: names the file, the row and the cause."""


class SandboxError(RewardkitError, RuntimeError):
    """Code could not be run at all; this is no statement about the code."""


class JudgeError(RewardkitError, RuntimeError):
    """The judge gave no usable reply; this is no statement about the completion."""


class ServerError(RewardkitError, RuntimeError):
    """A reward server gave no usable answer; this is no statement about the completion."""


class PeerFailed(RewardkitError, RuntimeError):
    """Another process of a training run failed: names it and its error."""


class MissingExtra(RewardkitError, ImportError):
    """An optional dependency is not installed.

    Args:
        feature: The operation that the caller asked for.
        extra: The extra of rewardkit that brings the dependency.

    Example:
        >>> print(MissingExtra("JSON Schema checks", "json"))
        JSON Schema checks needs an optional dependency: pip install 'rewardkit[json]'
    """

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(
            f"{feature} needs an optional dependency: pip install 'rewardkit[{extra}]'"
        )
        self.feature = feature
        self.extra = extra


def closest(word: object, known: Iterable[str]) -> str:
    """Return the suggestion that ends an error message about an unknown word.

    Args:
        word: What the user wrote.
        known: The words that would have been accepted.

    Returns:
        `" Did you mean 'x'?"`, else the known words when there are at most 24 of them,
        else an empty string.

    Example:
        >>> closest("wieghted", ["weighted", "gate"])
        " Did you mean 'weighted'?"
        >>> closest("zzz", ["weighted", "gate"])
        ' Known: gate, weighted.'
    """
    words = sorted(set(known))
    match = difflib.get_close_matches(str(word), words, n=1, cutoff=0.6)
    if match:
        return f" Did you mean {match[0]!r}?"
    if words and len(words) <= 24:
        return f" Known: {', '.join(words)}."
    return ""


def describe(error: BaseException) -> str:
    """Return one line that describes an exception: type, message and source line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    try:
        text = str(error)[:300]
    except Exception as inner:  # noqa: BLE001 - a stranger's exception may not even print
        text = f"its message raised {type(inner).__name__}"
    return f"{type(error).__name__}: {text}{where}"
