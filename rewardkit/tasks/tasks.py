"""The table of tasks that a config can name; a new task adds a line here."""

from __future__ import annotations

from collections.abc import Callable

from rewardkit.errors import SpecError, closest
from rewardkit.tasks.arithmetic import make_arithmetic
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.countdown import make_countdown
from rewardkit.tasks.problem import Task

TASKS: dict[str, Callable[[TaskConfig], Task]] = {
    "arithmetic": make_arithmetic,
    "countdown": make_countdown,
}


def make_task(config: TaskConfig) -> Task:
    """Make the task that a config names.

    Raises:
        SpecError: The name is unknown, or the split leaves nothing to train on.

    Example:
        >>> task = make_task(TaskConfig(name="arithmetic", digits=1, validation=10, heldout=20))
        >>> len(task.train), len(task.validation), len(task.heldout)
        (70, 10, 20)
    """
    maker = TASKS.get(config.name)
    if maker is None:
        raise SpecError(f"task.name: unknown task {config.name!r}.{closest(config.name, TASKS)}")
    try:
        return maker(config)
    except ValueError as error:
        raise SpecError(f"task: {error}") from None
