"""Several turns: the environment that answers a policy, and a conversation played to its end.

An environment is a function of the history alone. It holds no state and draws no random numbers,
so that a run can be resumed, a conversation replayed, and a reward can find out what was said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from rewardkit.data.sample import Message


class Environment(Protocol):
    """The other side of a conversation about one problem: a game, a tool, a user.

    Example:
        >>> class Higher:
        ...     def reply(self, history):
        ...         guess = int(history[-1]["content"])
        ...         return None if guess == 7 else "higher" if guess < 7 else "lower"
        >>> Higher().reply([{"role": "assistant", "content": "3"}])
        'higher'
    """

    def reply(self, history: Sequence[Message]) -> str | None:
        """Return the answer to the last message, or None when the episode is over.

        The answer to equal histories is equal. Whatever the policy wrote, a reply is text or None:
        a message that cannot be read is answered, or ends the episode, and never raises.

        Args:
            history: All messages of the episode, each with `role` and `content`; the first is the
                prompt (`user`), and the last is the policy's (`assistant`).
        """


def converse(
    environment: Environment, prompt: str, write: Callable[[Sequence[Message]], str], turns: int
) -> list[Message]:
    """Play a conversation and return what followed the prompt.

    Args:
        environment: The side that answers.
        prompt: The first message.
        write: The policy: the messages so far -> its next message.
        turns: The number of messages that the policy may write.

    Returns:
        Messages of `assistant` and `user` in turn, the last one by `assistant`: the `completion`
        of a Sample.

    Example:
        >>> class Until:
        ...     def reply(self, history):
        ...         return None if history[-1]["content"] == "b" else "again"
        >>> chat = converse(Until(), "a or b?", lambda history: "ab"[len(history) // 2], turns=5)
        >>> [message["content"] for message in chat]
        ['a', 'again', 'b']
    """
    history: list[Message] = [{"role": "user", "content": prompt}]
    for turn in range(turns):
        history.append({"role": "assistant", "content": write(tuple(history))})
        answer = environment.reply(tuple(history)) if turn + 1 < turns else None
        if answer is None:
            break
        history.append({"role": "user", "content": answer})
    return history[1:]
