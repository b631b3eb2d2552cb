"""The pytest plugin: cases beside rewards are collected, and fixtures load rewards.

Installed with rewardkit and active wherever pytest runs; `-p no:rewardkit` turns it off. It
imports nothing of rewardkit's own until there is a case file to read or a fixture in use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rewardkit.testing.cases.discovery import CARD_FILE, is_case_file, speaks_of_rewards

if TYPE_CHECKING:
    from rewardkit.data.sample import Sample
    from rewardkit.rewards.base import Reward
    from rewardkit.testing.cases.model import Case
    from rewardkit.testing.cases.runner import CaseRun, Outcome


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect case files; a file that mentions no reward only when it is named explicitly."""
    if not is_case_file(file_path):
        return None
    if not speaks_of_rewards(file_path) and not parent.session.isinitpath(file_path):
        return None
    collector: pytest.Collector = CaseFileCollector.from_parent(parent, path=file_path)
    return collector


class CaseFailed(Exception):
    """The outcome of a case is not the expected one."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.case.id)
        self.outcome = outcome


class CardFailed(Exception):
    """A card contradicts its code."""


class CaseFileCollector(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterable[pytest.Item]:
        """Yield one test for each case, and one for the card of a verifier."""
        from rewardkit.data.terminal import harmless
        from rewardkit.errors import CaseError
        from rewardkit.testing.cases.model import read_cases
        from rewardkit.testing.cases.runner import CaseRun

        try:
            file = read_cases(self.path)
        except CaseError as error:
            raise self.CollectError(str(error)) from None
        run = CaseRun(file)
        for case in file.cases:
            yield CaseItem.from_parent(
                self, name=harmless(case.id).replace("\n", "\\n"), case=case, run=run
            )
        if run.of_verifier:
            yield CardItem.from_parent(self, name=CARD_FILE, run=run)


class CardItem(pytest.Item):
    """The card of a verifier, compared with its code."""

    def __init__(self, *, run: CaseRun, **rest: Any) -> None:
        super().__init__(**rest)
        self.run = run

    def runtest(self) -> None:
        """Compare the card with the code."""
        faults = self.run.card_faults()
        if faults:
            raise CardFailed("\n".join(faults))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the messages alone; a traceback would lead into rewardkit."""
        from rewardkit.errors import RewardkitError

        if isinstance(excinfo.value, (CardFailed, RewardkitError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say which card it is."""
        return self.path.parent / CARD_FILE, 0, "card"


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, run: CaseRun, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case
        self.run = run

    def runtest(self) -> None:
        """Score the case and compare."""
        outcome = self.run.outcome(self.case)
        if not outcome.passed:
            raise CaseFailed(outcome)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show a failed case as a comparison; a traceback would lead into rewardkit."""
        from rewardkit.errors import RewardkitError
        from rewardkit.testing.cases.diff import explain

        if isinstance(excinfo.value, CaseFailed):
            return explain(excinfo.value.outcome)
        if isinstance(excinfo.value, RewardkitError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return file, line and name of the case."""
        return self.path, self.case.line - 1, f"case {self.name}"


@pytest.fixture
def load_reward(request: pytest.FixtureRequest) -> Callable[..., Reward]:
    """Load a reward by spec file, `module:attribute` or registry id, beside the test file."""
    from rewardkit.testing.cases.target import find_reward

    def load(reference: str, **settings: Any) -> Reward:
        return find_reward(reference, settings, request.path.parent)

    return load


@pytest.fixture
def samples(request: pytest.FixtureRequest) -> Callable[..., list[Sample]]:
    """Read samples from a file beside the test file; `answer="gold"` renames a column."""
    from rewardkit.data.sample_files import read_rows, to_sample
    from rewardkit.errors import InputError

    def read(name: str, **columns: str) -> list[Sample]:
        path = request.path.parent / name
        renamed = {old: new for new, old in columns.items()}
        found: list[Sample] = []
        for row in read_rows(str(path)):
            sample = to_sample(row, renamed)
            if isinstance(sample, str):
                raise InputError(f"{path}: {row.located(sample)}")
            found.append(sample)
        return found

    return read


@pytest.fixture
def attack_reward() -> Callable[..., Any]:
    """Attack a reward with hostile replies, and fail with the holes; options of `attack`."""
    from rewardkit.attack.run import attack

    def run(reward: Any, rows: Any, **options: Any) -> Any:
        __tracebackhide__ = True
        found = attack(reward, rows, **options)
        if not found.ok:
            pytest.fail(str(found))
        return found

    return run
