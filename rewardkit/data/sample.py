"""The sample: one completion with its prompt, reference answer and dataset columns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rewardkit.data.paths import look_up
from rewardkit.errors import InputError, closest

Message = Mapping[str, Any]
Text = str | Sequence[Message]
FIELDS = ("prompt", "completion", "answer", "id", "group")
SPLITS = ("first_assistant", "last_user")
_NO_COLUMNS: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Sample:
    """One completion of one prompt, with the reference answer and other dataset columns.

    Prompt and completion are plain text or chat messages; `text` reads both alike.

    Example:
        >>> Sample(completion=[{"role": "assistant", "content": "4"}], prompt="2+2?").text
        '4'
        >>> Sample(completion="4", columns={"level": 3}).columns["level"]
        3
    """

    completion: Text
    prompt: Text = ""
    answer: Any = None
    columns: Mapping[str, Any] = field(default_factory=lambda: _NO_COLUMNS)
    id: str | None = None
    group: str | int | None = None
    """The key of its prompt in the batch; completions of one group are compared."""

    @property
    def text(self) -> str:
        """The completion as text: of a chat, the content of the last assistant message."""
        return self.completion if isinstance(self.completion, str) else _last(self.completion)

    @property
    def prompt_text(self) -> str:
        """The prompt as text: of a chat, the contents of all messages, a line between them."""
        if isinstance(self.prompt, str):
            return self.prompt
        return "\n".join(filter(None, (_content(message) for message in self.prompt)))

    @property
    def messages(self) -> list[Message]:
        """Prompt and completion as one chat."""
        return [*_chat(self.prompt, "user"), *_chat(self.completion, "assistant")]

    def field(self, name: str) -> Any:
        """Return the value bound to a parameter of this name; raise KeyError if there is none."""
        if name == "completion":
            return self.text
        if name == "answer" and self.answer is not None:
            return self.answer
        if name in self.columns:
            return self.columns[name]
        if name == "prompt":
            return self.prompt_text
        if name == "messages":
            return self.messages
        if name == "sample":
            return self
        if name in ("answer", "id", "group") and getattr(self, name) is not None:
            return getattr(self, name)
        raise KeyError(name)

    def key(self) -> str:
        """Return a digest of everything a reward can see, for use as a cache key."""
        seen = [self.completion, self.prompt, self.answer, dict(self.columns), self.id, self.group]
        text = json.dumps(seen, sort_keys=True, default=_plain, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def from_row(cls, row: Mapping[str, Any], columns: Mapping[str, str] | None = None) -> Sample:
        """Build a sample from one row of a dataset.

        Args:
            row: `prompt`, `completion`, `answer`, `id` and `group` are read by these names;
                every other key becomes a column.
            columns: New names for keys of the row, such as `{"gold": "answer"}`, or for paths
                into it: `{"spec.gold": "answer"}`. A key that already has the new name is
                replaced, unless it is renamed itself.

        Raises:
            InputError: The row has no completion, or it is neither text nor chat messages.

        Example:
            >>> Sample.from_row({"completion": "4", "gold": "4"}, {"gold": "answer"}).answer
            '4'
        """
        data, names = dict(row), columns or {}
        taken = {}
        for old, new in names.items():
            try:
                taken[new] = look_up(data, old)
            except KeyError:
                raise InputError(
                    f"the row has no column {old!r} to read as {new!r}.{closest(old, data)}"
                ) from None
        # All are removed before any is added: two columns may swap names. A value inside a column
        # is copied, and the column stays.
        for old in names:
            data.pop(old, None)
        data |= taken
        if "completion" not in data:
            raise _no_completion(data)
        known = {name: data.pop(name) for name in FIELDS if data.get(name) is not None}
        data = {key: value for key, value in data.items() if key not in FIELDS}
        completion = _checked("completion", known.pop("completion", None))
        prompt = _checked("prompt", known.pop("prompt", ""))
        row_id = known.pop("id", None)
        return cls(
            completion=completion,
            prompt=prompt,
            answer=known.get("answer"),
            columns=data,
            id=None if row_id is None else str(row_id),
            group=known.get("group"),
        )

    @classmethod
    def from_messages(
        cls, messages: Sequence[Message], split: str | int = "first_assistant", **fields: Any
    ) -> Sample:
        """Build a sample from one chat that holds prompt and completion.

        Args:
            messages: The whole chat.
            split: The start of the completion: `first_assistant` (the first message of the
                assistant), `last_user` (all that follows the last message of the user), or a
                number of messages that are the prompt.
            **fields: `answer`, `id`, `group` and columns.

        Raises:
            InputError: There is no such place, so the chat holds no completion.

        Example:
            >>> chat = [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "4"}]
            >>> one = Sample.from_messages(chat, answer="4")
            >>> one.prompt_text, one.text, one.answer
            ('2+2?', '4', '4')
        """
        cut = _cut(messages, split)
        return cls.from_row(
            {**fields, "prompt": list(messages[:cut]), "completion": list(messages[cut:])}
        )


def _no_completion(row: Mapping[str, Any]) -> InputError:
    chat = row.get("messages")
    if chat is not None and not isinstance(chat, str):
        return InputError(
            "the row has 'messages' and no 'completion': a chat does not say where the completion "
            "begins.",
            advice=" Sample.from_messages(row['messages'], ...) cuts it at the first message of "
            "the assistant, or where split= says.",
            option=" Say where it is cut: --chat last_user.",
        )
    return InputError(
        f"the row has no 'completion'.{closest('completion', row)}",
        advice=" Rename a key, or give columns={'NAME': 'completion'} to Sample.from_row.",
        option=" Say where it is: --column completion=NAME.",
    )


def _cut(messages: Sequence[Message], split: str | int) -> int:
    roles = [message.get("role") for message in messages]
    if isinstance(split, int) and not isinstance(split, bool):
        if not 0 <= split < len(roles):
            raise InputError(f"split={split}: the chat has {len(roles)} messages, none after that")
        return split
    if split == "first_assistant" and "assistant" in roles:
        return roles.index("assistant")
    if split == "last_user" and "user" in roles and roles[-1] != "user":
        return len(roles) - roles[::-1].index("user")
    if split not in SPLITS:
        raise InputError(f"split={split!r} is not known.{closest(split, SPLITS)}")
    raise InputError(f"split={split!r}: the chat has no completion (roles: {roles})")


def _checked(name: str, value: Any) -> Text:
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence) and all(isinstance(item, Mapping) for item in value):
        for message in value:
            _content(message)
        return value
    if hasattr(value, "tolist"):  # numpy arrays of messages, as parquet readers give them
        return _checked(name, value.tolist())
    raise InputError(
        f"{name} must be text or a list of chat messages, not {type(value).__name__}: "
        f"{str(value)[:60]!r}"
    )


def _chat(text: Text, role: str) -> list[Message]:
    if isinstance(text, str):
        return [{"role": role, "content": text}] if text else []
    return list(text)


def _last(messages: Sequence[Message]) -> str:
    # A tool-call turn has content=None and is not the answer; the reply after it is.
    for message in reversed(messages):
        if message.get("role", "assistant") == "assistant":
            return _content(message)
    return ""


def _content(message: Message) -> str:
    content = message.get("content")
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if hasattr(content, "tolist"):  # numpy arrays of blocks, as parquet readers give them
        content = content.tolist()
    if not isinstance(content, (list, tuple)):
        raise InputError(
            f"the content of a message is {type(content).__name__}, not text, a list of blocks or "
            f"null: {str(content)[:60]!r}"
        )
    blocks = (block.get("text", "") if isinstance(block, Mapping) else block for block in content)
    return "".join(block for block in blocks if isinstance(block, str))


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    return f"{type(value).__module__}.{type(value).__qualname__}:{value!r}"
