"""The result of reading a foreign grader: a spec, and what could not be carried over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from rewardkit.errors import InputError, closest

Kind = Literal["assumed", "differs", "lost", "needed"]
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that a reader of the spec must know.

    Attributes:
        kind: `assumed` where the source does not say, `differs` where the result does, `lost` for
            what has no counterpart, `needed` for what the user must add.
        place: Where in the source.
        text: The fact.
    """

    kind: Kind
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.place}: {self.text}"


@dataclass(slots=True)
class Import:
    """A reader's state: the notes so far and the place in the source.

    Attributes:
        judge: The setting of the judges in the spec.
        notes: What was noted.
    """

    judge: Data | None = None
    notes: list[Note] = field(default_factory=list)
    place: list[str] = field(default_factory=list)

    def note(self, kind: Kind, text: str) -> None:
        """Note a fact about the present place, once."""
        one = Note(kind, ".".join(self.place) or "grader", text)
        if one not in self.notes:
            self.notes.append(one)

    def error(self, text: str) -> InputError:
        """Return the error of the present place."""
        return InputError(f"{'.'.join(self.place) or 'grader'}: {text}")

    @contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """Be at a part of the present place."""
        self.place.append(name)
        try:
            yield
        finally:
            self.place.pop()

    def judge_setting(self, model: str) -> Data:
        """Return the setting of a judge; without one of the user's, a note says what is needed."""
        if self.judge is not None:
            return dict(self.judge)
        self.note("needed", f"a judge: the source names the model {model!r}; set url and model")
        return {"url": "http://127.0.0.1:8000/v1", "model": model}

    def text(self, data: Mapping[str, Any], key: str, default: str | None = None) -> str:
        """Return a text of the source.

        Raises:
            InputError: It is missing or no text.
        """
        value = data.get(key, default)
        if not isinstance(value, str):
            raise self.error(f"{key} must be text, not {value!r:.60}{self.near(data, key)}")
        return value

    def near(self, data: Mapping[str, Any], key: str) -> str:
        """Return the suggestion of the closest key, for an error."""
        return closest(key, data) if key not in data else ""

    def surplus(self, data: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Note every key that is not read."""
        for key in data:
            if key not in known:
                self.note("lost", f"the key {key!r} is not read")
