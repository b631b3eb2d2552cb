"""The one place that plugs the rooms above rewards into them: engine, specs, trainers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from rewardkit.data.sample import Sample
from rewardkit.data.score import Breakdown
from rewardkit.engine.options import check_options
from rewardkit.engine.scoring import ascore, score, score_one
from rewardkit.rewards.ports import plug


class _Wired:
    # Specs and trainers are imported when they are asked for: they bring pydantic along, which
    # an import of the decorator should not.
    def score_one(self, reward: Any, sample: Sample) -> Breakdown:
        return score_one(reward, sample)

    def score(
        self, reward: Any, samples: Iterable[Any], options: Mapping[str, Any]
    ) -> list[Breakdown]:
        check_options(options)
        return score(reward, samples, **options)

    async def ascore(self, reward: Any, samples: Iterable[Any]) -> list[Breakdown]:
        return await ascore(reward, samples)

    def dump(self, reward: Any) -> dict[str, Any]:
        from rewardkit.specs.dump import dump

        return dump(reward)

    def save(self, reward: Any, path: str | Path) -> None:
        from rewardkit.specs.files import save

        save(reward, path)

    def trl(self, reward: Any, arguments: Mapping[str, Any]) -> list[float | None]:
        from rewardkit.trainers.trl import call

        return call(reward, arguments)

    def trainer(self, reward: Any, name: str, options: Mapping[str, Any]) -> Any:
        return import_module(f"rewardkit.trainers.{name}").adapt(reward, **options)


def wire() -> None:
    """Plug the engine, specs and trainers into rewards."""
    plug(_Wired())
