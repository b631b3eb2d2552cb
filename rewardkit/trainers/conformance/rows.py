"""The 200 rows of the conformance suite, in families that each need one ability of a trainer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rewardkit.rewards.base import Reward
from rewardkit.trainers.conformance import rewards

Message = dict[str, Any]
NEEDS = ("chat", "tools", "groups", "token_ids", "blank", "list")
"""Abilities that a trainer may lack: chats as prompts, tool turns in completions, whole groups,
token ids, completions of blanks alone, and a second reward beside the first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what the trainer is given, in no trainer's format."""

    prompt: str | list[Message]
    completion: str | list[Message]
    answer: str | None
    group: int
    columns: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The completion as text; the last message of a chat."""
        if isinstance(self.completion, str):
            return self.completion
        return str(self.completion[-1]["content"] or "")

    @property
    def chat(self) -> list[Message]:
        """Prompt and completion as one history."""
        prompt, completion = self.prompt, self.completion
        head = [_said("user", prompt)] if isinstance(prompt, str) else prompt
        tail = [_said("assistant", completion)] if isinstance(completion, str) else completion
        return [*head, *tail]

    @property
    def ids(self) -> list[int]:
        """One token for each character of the text."""
        return [ord(char) for char in self.text]


@dataclass(frozen=True, slots=True)
class Family:
    """Rows that one reward scores."""

    name: str
    reward: Reward
    rows: Sequence[Row]
    needs: frozenset[str] = frozenset()
    beside: Reward | None = None
    """A second reward of the same list, without which the row may not be paid."""


def families() -> list[Family]:
    """Return every family; together they have 200 rows."""
    return [
        Family("text", rewards.TEXT, _text(32)),
        Family("unicode", rewards.TEXT, _unicode()),
        Family("empty", rewards.TEXT, _empty()),
        Family("blank", rewards.TEXT, _blank(), frozenset({"blank"})),
        Family("gate", rewards.GATED, _text(16)),
        Family("chat prompt", rewards.CHAT, _chat(20), frozenset({"chat"})),
        Family("tool turns", rewards.TOOLS, _tools(12), frozenset({"tools"})),
        Family("failures", rewards.FAULTS, _failures()),
        Family("one of two", rewards.TEXT, _one_of_two(), frozenset({"list"}), rewards.FAULTS),
        Family("missing answer", rewards.TEXT, _gaps()),
        Family("routed", rewards.ROUTED, _routed(12)),
        Family("async", rewards.WAITS, _text(16)),
        Family("groups", rewards.GROUPS, _groups(4, constant=False), frozenset({"groups"})),
        Family("constant prompt", rewards.GROUPS, _groups(4, constant=True), frozenset({"groups"})),
        Family("token ids", rewards.TOKENS, _text(8), frozenset({"token_ids"})),
    ]


def _said(role: str, content: str | None, **more: Any) -> Message:
    return {"role": role, "content": content, **more}


def _text(count: int) -> list[Row]:
    rows = []
    for at in range(count):
        a, b = at % 7, at % 5
        right = str(a + b)
        said = [right, f"{right} ", f"The sum is {right}.", str(a - b)][at % 4]
        rows.append(Row(f"What is {a} + {b}?", said, right, at // 4))
    return rows


def _unicode() -> list[Row]:
    texts = [
        "٣٧",
        "答案是四",
        "é",
        "e\u0301",
        "👩‍👩‍👧",
        "x\u200by",
        "−4",
        "½",
        "Ω",
        "\u202e4",
        "ß",
        "İ",
    ]
    texts += ["a\nb", "\t4", "4\u00a0", "<b>4</b>", '{"a": "4"}', "\\boxed{4}", "$4$", "4%"]
    return [Row("Say it.", text, text if at % 2 else "4", at) for at, text in enumerate(texts)]


def _empty() -> list[Row]:
    return [Row("Say nothing.", "", answer, at) for at, answer in enumerate(["", "4", "x", ""])]


def _blank() -> list[Row]:
    return [Row("Say blanks.", text, " ", at) for at, text in enumerate([" ", "\n", "  \n ", "\t"])]


def _chat(count: int) -> list[Row]:
    rows = []
    for at in range(count):
        prompt = [_said("system", "Be brief."), _said("user", f"Repeat brief {at}")]
        if at % 3 == 0:
            prompt = [*prompt, _said("assistant", "ready"), _said("user", "now")]
        rows.append(Row(prompt, ["brief", f"{at}", "Repeat"][at % 3], f"{at}", at))
    return rows


def _tools(count: int) -> list[Row]:
    rows = []
    for at in range(count):
        call = {"id": f"c{at}", "type": "function"}
        call["function"] = {"name": "add", "arguments": '{"a": 1, "b": 1}'}  # type: ignore[assignment]
        turns = [
            _said("assistant", None, tool_calls=[call]),
            _said("tool", "2", tool_call_id=f"c{at}"),
            _said("assistant", "2" if at % 2 else "It is 2"),
        ]
        rows.append(Row("What is 1 + 1? Use the tool.", turns, "2", at))
    return rows


def _failures() -> list[Row]:
    kinds = ["fine", "outage", "pass", "late", "garbled", "crash", "fine", "good"]
    return [Row("Judge.", kinds[at % 8], "fine", at // 4) for at in range(16)]


def _one_of_two() -> list[Row]:
    kinds = ["fine", "outage", "pass", "crash"]
    return [Row("Judge.", kinds[at % 4], "fine", at // 4) for at in range(8)]


def _gaps() -> list[Row]:
    return [Row("What is 4?", "4", "4" if at % 4 == 0 else None, at // 4) for at in range(8)]


def _routed(count: int) -> list[Row]:
    rows = []
    for at in range(count):
        columns = {"data_source": ["sums", "level"][at % 2], "level": at % 8}
        rows.append(Row("Route.", "4" if at % 3 else "5", "4", at, columns))
    return rows


def _groups(count: int, constant: bool) -> list[Row]:
    rows = []
    for group in range(count):
        prompt = "Play." if constant else f"Write {group} words."
        counts = [(at * 2 + group) % 4 for at in range(3)]
        rows += [Row(prompt, "word " * count, "word ", group) for count in counts]
    return rows
