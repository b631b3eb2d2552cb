"""What the field disputes, as settings with names; and presets of them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rewardkit.errors import closest


class Policy(BaseModel):
    """Choices that decide between two answers which mathematics alone does not.

    Example:
        >>> PRESETS["strict"].units
        'same'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: tuple[str, ...] = ("answer",)
    """Conventions in which the final answer is looked for, in order."""
    compare: Literal["value", "text", "number"] = "value"
    """By value, by normalised text alone, or as plain numbers alone."""
    decimals: bool = True
    """Whether 0.5 is an answer where the reference says 1/2, and the reverse."""
    rounding: int | None = Field(default=4, ge=2, le=30)
    """Significant digits from which a correctly rounded decimal is accepted; None for never."""
    reference_rounding: int | None = Field(default=3, ge=2, le=30)
    """The same where the reference is the rounded one and the answer is exact."""
    units: Literal["drop", "convert", "same"] = "convert"
    """Ignore units; convert known ones and refuse contradictions; or demand the same unit."""
    percent: Literal["either", "drop", "value"] = "either"
    """5% is 5 or 0.05 as the reference has it; always 5; or always 0.05."""
    degrees: Literal["either", "drop", "value"] = "either"
    """30 degrees is 30 or pi/6 as the reference has it; always 30; or always pi/6."""
    ordered: bool = False
    """Whether a bare list 1, 2 has an order; tuples always have, sets never."""
    labels: bool = True
    """Whether `x = 3` is an answer where the reference says 3, and the reverse."""
    tuples_as_lists: bool = True
    """Whether `(1, 2)` is an answer where the reference says 1, 2."""
    unevaluated: Literal["accept", "not_copied", "refuse"] = "not_copied"
    """Whether an answer may be left to be worked out: always; not as a sum or product of numbers,
    nor as an expression of the prompt; or in no form, powers and roots included."""
    simplest: bool = False
    """Whether 2/4 is refused where the reference says 1/2, and 6/2 where it says 3."""
    choices: bool = True
    """Whether `(C) 12` is an answer where the reference is the letter C."""
    boxes: Literal["same", "last"] = "same"
    """Whether several boxes must all say the same, but for steps to one that is announced as the
    end (*final answer*, *so*, *in total*); or the last one is the answer, however it stands."""
    confirm: Literal["sympy", "off"] = "sympy"
    """Whether sympy, in a worker process, does integrals, limits and infinite sums for us."""
    undecided: Literal["wrong", "error"] = "wrong"
    """What a pair is that no method decides."""


PRESETS: dict[str, Policy] = {
    "default": Policy(),
    "strict": Policy(
        where=("marked",),
        decimals=False,
        rounding=None,
        reference_rounding=None,
        units="same",
        percent="value",
        degrees="value",
        labels=False,
        tuples_as_lists=False,
        unevaluated="refuse",
        simplest=True,
    ),
    "lenient": Policy(rounding=3, reference_rounding=2, unevaluated="accept"),
    # Float precision 6 and set semantics for lists, as in Math-Verify 0.9.
    "math_verify": Policy(
        rounding=6, reference_rounding=6, units="drop", percent="either", unevaluated="accept"
    ),
    # The string comparison of the MATH data set: is_equiv of Hendrycks et al. 2021.
    "hendrycks": Policy(where=("boxed",), compare="text", rounding=None, unevaluated="accept"),
    # Normalised text or equal value of one expression, as in Lewkowycz et al. 2022, appendix D.
    "minerva": Policy(
        rounding=None, reference_rounding=None, units="drop", percent="drop", degrees="drop",
        ordered=True, unevaluated="accept",
    ),
    # One number after ####, exactly.
    "gsm8k": Policy(
        where=("gsm8k",), compare="number", rounding=None, reference_rounding=None, units="drop",
        percent="drop", degrees="drop",
    ),
}  # fmt: skip


def policy(preset: str, changes: dict[str, object] | None = None) -> Policy:
    """Return a preset with some of its choices changed.

    Raises:
        ValueError: The preset or a choice is unknown, or a choice has no such value.

    Example:
        >>> policy("default", {"rounding": None}).rounding is None
        True
    """
    if preset not in PRESETS:
        raise ValueError(f"preset={preset!r} is unknown.{closest(preset, PRESETS)}")
    if not changes:
        return PRESETS[preset]
    for name in changes:
        if name not in Policy.model_fields:
            raise ValueError(f"policy has no choice {name!r}.{closest(name, Policy.model_fields)}")
    return Policy.model_validate({**PRESETS[preset].model_dump(), **changes})
