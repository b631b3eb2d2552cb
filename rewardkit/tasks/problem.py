"""A problem, a task made of problems, and the one answer format that all tasks share."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from rewardkit.data.sample import Message
from rewardkit.errors import SpecError
from rewardkit.tasks.turns import Environment

OPEN, CLOSE = "<a>", "</a>"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to solve.

    Example:
        >>> Problem("27+35=", answer="62", right="062", wrong="052", columns={}).prompt
        '27+35='
    """

    prompt: str
    answer: str
    """The reference that a reward is given."""
    right: str
    """A right answer as the policy would write it between the tags."""
    wrong: str
    """The answer of a deliberately wrong text; may happen to be right."""
    columns: Mapping[str, object]
    """Further dataset columns that a reward may ask for."""


@dataclass(frozen=True, slots=True)
class Task:
    """Problems, their split, and the correctness check for held-out accuracy.

    The check is deliberately not the reward: held-out accuracy must reveal a reward that is too
    lenient.
    """

    name: str
    train: tuple[Problem, ...]
    validation: tuple[Problem, ...]
    heldout: tuple[Problem, ...]
    alphabet: str
    """Every character that a prompt or an answer of the task can hold."""
    judge: Callable[[str, Problem], bool]
    template: str = "{prompt}"
    tagged: bool = True
    """Whether answers stand between the tags; otherwise the judge reads the whole completion."""
    vote: Callable[[str], Hashable] = str
    """maj@k: the vote of an answer; answers with equal votes are one answer."""
    environment: Callable[[Problem], Environment] | None = None
    """Several turns: makes what answers the policy about one problem; None is a single turn."""
    turns: int = 1
    """The number of messages that the policy may write about one problem."""
    solved: Callable[[Sequence[Message], Problem], bool] | None = None
    """Several turns: the judge of all that followed the prompt; without one, `judge` reads the
    last message."""
    episode: Callable[[Problem, random.Random], Sequence[Message]] | None = None
    """Several turns: writes all that follows the prompt, for supervised stages to imitate what the
    policy says in it; without one they imitate a single message."""

    def prompt(self, problem: Problem) -> str:
        """Return the prompt of a problem, as the policy reads it."""
        return self.template.replace("{prompt}", problem.prompt)

    def correct(self, completion: str, problem: Problem) -> bool:
        """Return True if a completion is well formed and its answer right."""
        answer = self.answer_of(completion)
        return answer is not None and self.judge(answer, problem)

    def succeeded(self, completion: str | Sequence[Message], problem: Problem) -> bool:
        """Return True if a completion of one turn or of several is right."""
        if isinstance(completion, str):
            return self.correct(completion, problem)
        if self.solved is not None:
            return self.solved(completion, problem)
        return self.correct(str(completion[-1]["content"]), problem)

    def answer_of(self, completion: str) -> str | None:
        """Return the part of a completion that is judged; None where it is not well formed."""
        return read_answer(completion) if self.tagged else completion.strip() or None

    def demonstrate(
        self, problem: Problem, rng: random.Random, *, wrong: float = 0.0, closed: bool = True
    ) -> str:
        """Return a completion for a supervised stage.

        Raises:
            SpecError: The task has no completions to imitate.
        """
        if self.tagged:
            return demonstrate(problem, rng, wrong=wrong, closed=closed)
        if not problem.right:
            raise SpecError(
                "prime and corpus need completions to imitate: name their column as "
                "task.completion, or set prime: null"
            )
        return problem.right


def read_answer(completion: str) -> str | None:
    """Read the answer of a completion that ends in exactly one `<a>...</a>`.

    Example:
        >>> read_answer("<a>062</a>")
        '062'
        >>> read_answer("2+5 is 7, so <a> 062 </a>")
        '062'
        >>> read_answer("<a>062</a>7") is read_answer("<a>062") is None
        True
    """
    before, opened, rest = completion.partition(OPEN)
    inside, closed, after = rest.partition(CLOSE)
    if not opened or not closed or after.strip() or OPEN in inside or CLOSE in before:
        return None
    return inside.strip()


def demonstrate(
    problem: Problem, rng: random.Random, *, wrong: float = 0.0, closed: bool = True
) -> str:
    """Return a completion for a supervised stage, deliberately wrong in a share of cases.

    Example:
        >>> problem = Problem("27+35=", answer="62", right="062", wrong="052", columns={})
        >>> demonstrate(problem, random.Random(0))
        '<a>062</a>'
        >>> demonstrate(problem, random.Random(0), wrong=1.0, closed=False)
        '<a>052'
    """
    text = problem.wrong if rng.random() < wrong else problem.right
    return f"{OPEN}{text}{CLOSE if closed else ''}"


def split(
    problems: Sequence[Problem], validation: int, heldout: int, rng: random.Random
) -> tuple[tuple[Problem, ...], tuple[Problem, ...], tuple[Problem, ...]]:
    """Shuffle problems and cut them into train, validation and held-out, which never overlap.

    Raises:
        ValueError: Nothing would be left to train on.
    """
    if len(problems) <= validation + heldout:
        raise ValueError(
            f"{len(problems)} problems cannot give validation={validation} and heldout={heldout} "
            "and leave some to train on; lower them or raise `problems`"
        )
    mixed = list(problems)
    rng.shuffle(mixed)
    held, rest = mixed[:heldout], mixed[heldout:]
    return tuple(rest[validation:]), tuple(rest[:validation]), tuple(held)
