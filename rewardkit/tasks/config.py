"""The configuration of a task: its problems and their split."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

Count = Annotated[int, Field(ge=1)]


class Settings(BaseModel):
    """Base of every part of a config: frozen; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())


class TaskConfig(Settings):
    """The problems of a task and their split.

    The split depends on `split_seed` alone, so runs with different seeds are measured on
    the same held-out problems.
    """

    name: str = "arithmetic"
    """`arithmetic`, `countdown`, or `module:function` that takes these settings and returns a
    Task."""
    data: str | None = None
    """Rows of your own instead of a named task: a .jsonl, .json or .parquet file, a folder that
    `datasets` saved, or a name on the Hub."""
    prompt: str = "prompt"
    """Own rows: the column of the question, or a path into one; text, or a chat of one message of
    the user."""
    answer: str = "answer"
    """Own rows: the column of the reference, or a path such as `reward_model.ground_truth`."""
    completion: str | None = None
    """Own rows: the column of a completion to imitate; needed by `corpus` and `prime` alone."""
    judge: str | dict[str, Any] | None = None
    """Own rows: what decides held-out accuracy, a reward by id, file or spec; by default the
    reward that trains, which cannot show that it is too lenient."""
    template: str = "{prompt}"
    """The prompt of the policy: `{prompt}` is replaced by the bare problem."""
    validation: Count = 400
    heldout: Count = 2000
    split_seed: int = 0
    digits: Annotated[int, Field(ge=1, le=6)] = 2
    """Arithmetic: digits of each number."""
    numbers: Annotated[int, Field(ge=2, le=4)] = 3
    """Countdown: how many numbers must be used."""
    largest: Annotated[int, Field(ge=3, le=30)] = 20
    """Countdown: the largest of those numbers."""
    problems: Count = 10_000
    """The number of problems drawn where there are more."""

    @model_validator(mode="after")
    def _a_prompt_has_a_place(self) -> TaskConfig:
        if "{prompt}" not in self.template:
            raise ValueError(f"template {self.template!r} has no '{{prompt}}' in it")
        return self
