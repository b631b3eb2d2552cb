"""Replies of a judge, recorded to a file and replayed: judge={"cassette": "replies.jsonl"}."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from rewardkit.errors import InputError
from rewardkit.judge.faults import Fault
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.transports.base import Answer, Transport


class Cassette:
    """Recorded replies, found again by what was asked.

    Args:
        path: A file of JSON lines with `question` and `body`, as `Recorder` writes it.

    Raises:
        InputError: The file cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._bodies: dict[str, str] = {}
        try:
            # Only line feeds end a row: JSON may hold other line ends as they are.
            lines = self.path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        except OSError as error:
            raise InputError(f"cassette {path}: cannot be read: {error.strerror}") from None
        except UnicodeDecodeError as error:
            raise InputError(
                f"cassette {path}: byte {error.start} is no UTF-8. Record it again."
            ) from None
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                self._bodies[str(row["question"])] = str(row["body"])
            except (ValueError, KeyError, TypeError):
                raise InputError(
                    f"cassette {path}, line {number}: not a recorded reply. Record it again."
                ) from None

    async def send(self, question: Question, mode: str, idempotency: str, call: str = "") -> Answer:
        """Return the recorded reply; Fault when this was not asked while recording."""
        return self._found(_asked(question))

    async def post(self, path: str, payload: dict[str, Any], call: str = "") -> Answer:
        """Return the recorded reply of another route."""
        return self._found(_posted(path, payload))

    async def close(self) -> None:
        """Do nothing; there is nothing open."""

    def _found(self, key: str) -> Answer:
        if key not in self._bodies:
            raise Fault(
                "judge_not_recorded",
                f"{self.path} has no reply to this question; record it again, for a prompt that "
                "changed is another question",
            )
        return Answer(self._bodies[key])


class Recorder:
    """Asks a judge by another transport and writes every reply to a cassette.

    Args:
        transport: Who is really asked.
        path: The cassette; replies are added to it.
    """

    def __init__(self, transport: Transport, path: str | Path) -> None:
        self.transport = transport
        self.path = Path(path)

    async def send(self, question: Question, mode: str, idempotency: str, call: str = "") -> Answer:
        """Ask, and keep the reply."""
        answer = await self.transport.send(question, mode, idempotency, call)
        return self._kept(_asked(question), answer)

    async def post(self, path: str, payload: dict[str, Any], call: str = "") -> Answer:
        """Ask another route, and keep the reply."""
        return self._kept(_posted(path, payload), await self.transport.post(path, payload, call))

    async def close(self) -> None:
        """Let go of the connections of the transport that was recorded."""
        await self.transport.close()

    def _kept(self, key: str, answer: Answer) -> Answer:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"question": key, "body": answer.body}) + "\n")
        return answer


def _asked(question: Question) -> str:
    parts = [list(question.messages), question.schema, list(question.choices), question.logprobs]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _posted(path: str, payload: dict[str, Any]) -> str:
    parts = [path, {key: value for key, value in payload.items() if key != "model"}]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
