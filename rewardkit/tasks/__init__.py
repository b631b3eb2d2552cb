"""Tasks: problems for a policy, their splits, and the environments that answer it."""

from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.problem import Problem, Task, read_answer, split
from rewardkit.tasks.turns import Environment, converse

__all__ = ["Environment", "Problem", "Task", "TaskConfig", "converse", "read_answer", "split"]
