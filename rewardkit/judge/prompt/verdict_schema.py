"""The form of a verdict: what the judge is asked to write, and a strict reader of it.

Nothing is guessed. A reply that is not exactly of the form is a fault of the judge, and the
caller makes it an error: a number that was guessed from a broken reply is worse than none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit.judge.faults import Fault
from rewardkit.reading.reply import FENCES, unfenced

Kind = Literal["text", "bool", "int", "choice", "object"]
LONGEST_REPLY = 200_000
_BACKSLASH = re.compile(r"\\(?:[\"\\/bfnrt]|u[0-9a-fA-F]{4})?")


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a verdict.

    Attributes:
        name: The key.
        kind: What stands there.
        low: The least number of an `int`.
        high: The greatest.
        choices: The words of a `choice`, the best for the submission first.
        fields: The keys of an `object`.
        good: Of a `bool`: the value that speaks for the submission.
    """

    name: str
    kind: Kind
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    good: bool = True

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        if self.kind == "text":
            return {"type": "string", "maxLength": 1000}
        if self.kind == "bool":
            return {"type": "boolean"}
        if self.kind == "int":
            return {"type": "integer", "minimum": self.low, "maximum": self.high}
        if self.kind == "choice":
            return {"type": "string", "enum": list(self.choices)}
        return _object(self.fields)

    def shape(self) -> str:
        """Return the value as the instructions show it."""
        if self.kind == "text":
            return '"one or two sentences"'
        if self.kind == "bool":
            return "true or false"
        if self.kind == "int":
            return f"whole number from {self.low} to {self.high}"
        if self.kind == "choice":
            return " or ".join(json.dumps(word) for word in self.choices)
        return _shape(self.fields)

    def example(self, approve: bool) -> Any:
        """Return the value that speaks most for the submission, or most against it."""
        if self.kind == "text":
            return "stated"
        if self.kind == "bool":
            return self.good if approve else not self.good
        if self.kind == "int":
            return self.high if approve else self.low
        if self.kind == "choice":
            return self.choices[0 if approve else -1]
        return {field.name: field.example(approve) for field in self.fields}


@dataclass(frozen=True, slots=True)
class Form:
    """A verdict as one JSON object with exactly these keys.

    Example:
        >>> form = Form((Field("reason", "text"), Field("score", "int", 1, 5)))
        >>> form.read('{"reason": "clear", "score": 4}')["score"]
        4
        >>> try:
        ...     form.read('{"reason": "clear", "score": 11}')
        ... except Fault as fault:
        ...     print(fault.detail)
        'score' is 11, not a whole number from 1 to 5
    """

    fields: tuple[Field, ...]

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema; what is not in it is refused."""
        return _object(self.fields)

    def shape(self) -> str:
        """Return the form as the instructions show it."""
        return _shape(self.fields)

    def example(self, approve: bool) -> str:
        """Return the verdict that speaks most for the submission, or most against it."""
        return json.dumps({field.name: field.example(approve) for field in self.fields})

    def read(self, text: str) -> dict[str, Any]:
        """Return the verdict.

        Raises:
            Fault: The text is not one JSON object of this form.
        """
        found = read_json(mended(text))
        if not isinstance(found, dict):
            raise _bad(f"the reply is {_kind(found)}, not an object")
        _check(found, self.fields)
        return found


def mended(text: str) -> str:
    r"""Return a reply without the code fence around it, and its lone backslashes doubled.

    Both are what models write without a guided decoder, and neither leaves open what is meant: a
    fence holds the whole reply, and `\(` is no escape of JSON but LaTeX in a reason.

    Example:
        >>> print(mended('```json\n{"reason": "\\( x \\)"}\n```'))
        {"reason": "\\( x \\)"}
    """
    text = text.strip()
    if len(text) <= LONGEST_REPLY and text.startswith(FENCES):
        inside = unfenced(text, ("", "json"))
        text = text if inside is None else inside.strip()
    return _BACKSLASH.sub(lambda one: one[0] if len(one[0]) > 1 else "\\\\", text)


def read_json(text: str) -> Any:
    """Read JSON and nothing around it; no key twice, no NaN, no infinity.

    Raises:
        Fault: The text is something else.
    """
    if len(text) > LONGEST_REPLY:
        raise Fault("judge_bad_json", f"the reply has {len(text):,} characters")
    try:
        return strict_json(text)
    except NotStrict as error:
        if error.kind == "twice":
            # The last one would win in silence, and an injected one may well be the last.
            raise Fault("judge_bad_json", f"the key {error.what[:40]!r} stands twice") from None
        if error.kind == "constant":
            raise Fault("judge_bad_json", f"{error.what} is no number") from None
        where = f": line {error.line} column {error.column}" if error.line else ""
        raise Fault("judge_bad_json", f"{error.what[:60]}{where} in {text[:60]!r}") from None


def _check(found: Mapping[str, Any], fields: tuple[Field, ...]) -> None:
    names = [field.name for field in fields]
    for name in names:
        if name not in found:
            raise _bad(f"the key {name!r} is missing")
    for key in found:
        if key not in names:
            raise _bad(f"the key {str(key)[:40]!r} was not asked for")
    for field in fields:
        value = found[field.name]
        if field.kind == "object":
            if not isinstance(value, dict):
                raise _bad(f"{field.name!r} is {_kind(value)}, not an object")
            _check(value, field.fields)
        elif not _fits(value, field):
            wanted = "text" if field.kind == "text" else field.shape()
            raise _bad(f"{field.name!r} is {json.dumps(value)[:60]}, not a {wanted}")


def _fits(value: Any, field: Field) -> bool:
    if field.kind == "int":
        return type(value) is int and field.low <= value <= field.high
    if field.kind == "bool":
        return type(value) is bool
    if field.kind == "choice":
        return isinstance(value, str) and value in field.choices
    return isinstance(value, str)


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: field.schema() for field in fields},
        "required": [field.name for field in fields],
        "additionalProperties": False,
    }


def _shape(fields: tuple[Field, ...]) -> str:
    inside = ", ".join(f'"{field.name}": {field.shape()}' for field in fields)
    return f"{{{inside}}}"


def _bad(detail: str) -> Fault:
    return Fault("judge_bad_verdict", detail)


def _kind(value: Any) -> str:
    return "null" if value is None else f"a {type(value).__name__}"
