"""The forms of a spec: one pydantic model for each word of the DSL."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, WithJsonSchema

from rewardkit.errors import closest
from rewardkit.rewards.operator import OPERATORS
from rewardkit.specs.text import Document, Place

# A child is validated on its own, later, so that the message can name its position in the tree.
# In JSON Schema it is a reference, which pydantic must not follow: see `spec_schema`.
REFERENCE = "x-rewardkit"
Child = Annotated[Any, WithJsonSchema({REFERENCE: "Reward"})]
Part = Annotated[Any, WithJsonSchema({REFERENCE: "Part"})]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Several = Annotated[list[Child], Field(min_length=2)]
Columns = dict[str, Annotated[str, Field(strict=True, min_length=1)]]
Normaliser = Literal["group", "running", "rank"]


class Form(BaseModel):
    """The base of every form; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Spec(Form):
    """A whole spec file."""

    version: Literal[1] = Field(1, description="Version of this format.")
    description: str = Field("", description="What the reward is for, in your words.")
    columns: Columns = Field(
        {}, description="The path of a field in the rows: {answer: reward_model.ground_truth}"
    )
    reward: Child


class Leaf(Form):
    """One verifier, one reward written in Python, or another spec file."""

    use: str = Field(
        description="A registry id (family/name@1), module:attribute, or ./another.yaml"
    )
    settings: dict[str, Any] = Field({}, alias="with", description="The reward's settings.")


class WeightedPart(Form):
    """A part of a weighted sum; `[weight, reward]` says the same."""

    weight: Number = 1.0
    of: Child


class Weighted(Form):
    """Rewards added with weights, each first brought to one scale."""

    parts: dict[str, Part] = Field(min_length=1)
    scale: Literal["static", "none", "group", "running", "rank"] = "static"
    missing: Literal["propagate", "low", "skip"] = "propagate"


class Gate(Form):
    """`then`, paid only where `when` reaches a threshold."""

    when: Child
    then: Child
    threshold: Number | None = None
    otherwise: Number | None = None


class SoftGate(Form):
    """`then`, scaled by the position of `when` between `low` and `high`."""

    when: Child
    then: Child
    low: Number | None = None
    high: Number | None = None


class Where(Form):
    """The reward chosen by the value of a dataset column."""

    column: str = Field(min_length=1)
    routes: dict[str, Child] = Field(min_length=1)
    otherwise: Child | None = None


class Formula(Form):
    """Rewards combined by a formula of their names."""

    expression: str = Field(min_length=1, description="+ - * / ^, min max abs floor ceil exp ...")
    parts: dict[str, Child] = Field(min_length=1)


class AtLeast(Form):
    """1 where a reward reaches the threshold, else 0."""

    threshold: Number
    of: Child


class Interval(Form):
    """A reward moved into the interval from `low` to `high`."""

    low: Number
    high: Number
    of: Child


class Affine(Form):
    """A reward times a number plus a number."""

    times: Number = 1.0
    plus: Number = 0.0
    of: Child


class Invert(Form):
    """A reward mirrored inside its own range."""

    of: Child


class Normalise(Form):
    """A reward in units of its own spread."""

    by: Normaliser
    clip: Number = 10.0
    of: Child


FORMS: dict[str, Any] = {
    "weighted": Weighted,
    "gate": Gate,
    "soft_gate": SoftGate,
    "first": Several,
    "where": Where,
    "formula": Formula,
    "at_least": AtLeast,
    "clip": Interval,
    "scale_to": Interval,
    "sum": Several,
    "product": Several,
    "affine": Affine,
    "invert": Invert,
    "minimum": Several,
    "maximum": Several,
    "normalise": Normalise,
}
# Keys that may stand beside the one word of a node.
BESIDE = {"name": str, "description": str}
COLUMNS = "columns"
"""The key of paths, which may stand beside the word of a node and beside `reward`."""
assert set(FORMS) == set(OPERATORS), "a word of the DSL has no form in specs"
_ADAPTERS: dict[int, TypeAdapter[Any]] = {}


def children_of(form: type[Form]) -> list[str]:
    """Return the names of the fields of a form that hold rewards, in order."""
    return [
        name
        for name, field in form.model_fields.items()
        if any(isinstance(one, WithJsonSchema) for one in field.metadata)
    ]


def read_form(form: Any, data: Any, document: Document, place: Place) -> Any:
    """Return the data as an instance of a form.

    Raises:
        SpecError: It is not one; names place, value and the closest known word.
    """
    adapter = _ADAPTERS.setdefault(id(form), TypeAdapter(form))
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        cause = error.errors()[0]
        loc = tuple(cause["loc"])
        raise document.error((*place, *loc), _message(form, cause, loc, data)) from None


def _message(form: Any, cause: Any, loc: tuple[str | int, ...], data: Any) -> str:
    kind, value, context = cause["type"], cause.get("input"), cause.get("ctx", {})
    shown = f"{str(value)[:60]!r}" if isinstance(value, str) else str(value)[:60]
    word = str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        return f"unknown key {word!r}.{closest(word, _keys(form))}"
    if kind == "missing":
        given = f" (given: {', '.join(map(str, data))})" if isinstance(data, dict) and data else ""
        near = get_close_matches(word, map(str, data), n=1) if isinstance(data, dict) else []
        return f"the key {word!r} is missing{given}" + (f". Is it {near[0]!r}?" if near else "")
    if kind == "literal_error":
        known = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return f"{shown} is not known.{closest(str(value), known)}"
    if kind == "too_short":
        return f"needs at least {context['min_length']} entries, has {context['actual_length']}"
    wanted = {
        "float_type": "a number",
        "finite_number": "a finite number",
        "string_type": "text",
        "dict_type": "a mapping",
        "list_type": "a list of rewards",
        "model_type": f"a mapping with the keys {', '.join(_keys(form))}",
    }.get(kind)
    if wanted is None:
        return f"{shown}: {cause['msg'].lower()}"
    return f"must be {wanted}, not {'empty' if value is None else shown}"


def _keys(form: Any) -> list[str]:
    fields = getattr(form, "model_fields", {})
    return [field.alias or name for name, field in fields.items()]
