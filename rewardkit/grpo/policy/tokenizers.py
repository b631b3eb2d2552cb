"""Tokenizers: the interface of the loop, one of characters, and those of `transformers`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from rewardkit.errors import SpecError
from rewardkit.tasks.problem import CLOSE, OPEN

PAD, EOS = "<pad>", "<eos>"


class Tokenizer(Protocol):
    """The tokenizer interface of the loop."""

    pad_id: int
    eos_id: int

    def encode(self, text: str) -> list[int]:
        """Text -> token ids, without special tokens added."""

    def decode(self, ids: Sequence[int]) -> str:
        """Token ids -> text, special tokens left out."""

    def prompt(self, text: str) -> str:
        """Return a prompt with the chat template or special tokens that the model needs."""

    def reply(self, text: str, *, ended: bool) -> str:
        """Return the reply to a message, up to where the next message begins.

        Args:
            text: The reply.
            ended: Whether the policy ended its message with the end-of-sequence token.
        """

    def save(self, folder: Path) -> None:
        """Write the files from which the tokenizer can be read."""


class CharTokenizer:
    """One token for each character, and one for each of the two answer tags.

    Args:
        alphabet: The characters that have a token; each at most once.

    Example:
        >>> tokenizer = CharTokenizer("0123456789+=")
        >>> tokenizer.encode("2+2=<a>4</a>")
        [6, 14, 6, 15, 2, 8, 3]
        >>> tokenizer.decode([2, 8, 3, tokenizer.eos_id])
        '<a>4</a>'
    """

    def __init__(self, alphabet: str) -> None:
        self.alphabet = alphabet
        self.tokens = [PAD, EOS, OPEN, CLOSE, *alphabet]
        self.pad_id, self.eos_id = 0, 1
        self._ids = {token: i for i, token in enumerate(self.tokens)}

    def encode(self, text: str) -> list[int]:
        """Text -> ids.

        Raises:
            SpecError: A character has no token: names it and its text.
        """
        ids: list[int] = []
        place = 0
        while place < len(text):
            tag = next((t for t in (OPEN, CLOSE) if text.startswith(t, place)), text[place])
            if tag not in self._ids:
                raise SpecError(
                    f"the tiny policy has no token for {tag!r} in {text!r}; "
                    "its alphabet comes from the task and the template"
                )
            ids.append(self._ids[tag])
            place += len(tag)
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        """Ids -> text; padding and end of sequence are left out."""
        return "".join(self.tokens[i] for i in ids if i > 1)

    def prompt(self, text: str) -> str:
        """Return the prompt unchanged: there is no chat format."""
        return text

    def reply(self, text: str, *, ended: bool) -> str:
        """Return the reply unchanged."""
        return text

    def save(self, folder: Path) -> None:
        """Write the alphabet."""
        (folder / "alphabet.json").write_text(json.dumps(self.alphabet), encoding="utf-8")


class LocalTokenizer:
    """A `transformers` tokenizer, adapted to the `Tokenizer` protocol."""

    def __init__(self, inner: Any, *, chat: bool) -> None:
        self.inner, self.chat = inner, chat
        if inner.eos_token_id is None:
            raise SpecError(
                "policy.path: the tokenizer has no end-of-sequence token, so no completion would "
                "ever end. Set eos_token in its tokenizer_config.json."
            )
        self.eos_id = int(inner.eos_token_id)
        self.pad_id = self.eos_id if inner.pad_token_id is None else int(inner.pad_token_id)

    def encode(self, text: str) -> list[int]:
        """Text -> ids."""
        return list(self.inner.encode(text, add_special_tokens=False))

    def decode(self, ids: Sequence[int]) -> str:
        """Ids -> text."""
        return str(self.inner.decode(list(ids), skip_special_tokens=True))

    def prompt(self, text: str) -> str:
        """Apply the chat template, or add the tokenizer's prefix tokens."""
        if self.chat:
            return self._templated([{"role": "user", "content": text}])
        return (self.inner.bos_token or "") + text

    def reply(self, text: str, *, ended: bool) -> str:
        """Return the reply in the chat template, from the end of the last message on."""
        if not self.chat:
            return text
        mark = "\x00said\x00"
        turns = [
            {"role": "user", "content": "?"},
            {"role": "assistant", "content": mark},
            {"role": "user", "content": text},
        ]
        _, found, rest = self._templated(turns).partition(mark)
        if not found:
            raise SpecError("policy.chat: the chat template does not show what was said before")
        return rest.removeprefix(self.inner.eos_token) if ended else rest

    def _templated(self, turns: list[dict[str, str]]) -> str:
        return str(
            self.inner.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
        )

    def save(self, folder: Path) -> None:
        """Write the tokenizer's own files."""
        self.inner.save_pretrained(folder)
