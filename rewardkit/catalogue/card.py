"""The card of a verifier: purpose, inputs, range, reason codes and limits."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rewardkit.errors import PluginError, closest

CARD_FILE = "card.yaml"
CASES_FILE = "cases.jsonl"
_ID = r"^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$"

COSTS = {
    "trivial": "well under a millisecond a sample, in this process",
    "cheap": "about a millisecond a sample, in this process",
    "process": "a call to a worker process for each sample",
    "container": "programs in the sandbox for each sample",
    "model": "a call to a model for each sample",
}
"""The words for what a verifier costs, and what they mean."""


class Card(BaseModel):
    """The description of a verifier: the property it judges and its limits.

    Written as `card.yaml` beside the code; unknown keys are refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=_ID)
    """`family/name`."""
    major: int = Field(ge=1)
    """Goes up when verdicts change; `family/name@major` pins it."""
    version: str
    summary: str = Field(min_length=10)
    judges: str = Field(min_length=10)
    inputs: tuple[str, ...] | None = None
    """Fields of the sample that it reads. Needed only for code that takes whole samples: else
    the code says it. This field and the next two are checked against the code where given."""
    range: str | None = None
    """The interval of its values, `[low, high]` with numbers or names of settings, then words."""
    deterministic: bool | None = None
    cost: Literal["trivial", "cheap", "process", "container", "model"]
    needs: tuple[str, ...] = ()
    """Extras of rewardkit, or services, that it needs."""
    references: tuple[str, ...] = ()
    known_failures: tuple[str, ...] = ()
    """Its known faults, in sentences."""
    kind: Literal["form", "answer", "code", "control", "penalty"] | None = None
    """The kind of its verdict. `explain` warns where form, a penalty or a control is paid without
    an answer; without a kind, a verifier that reads nothing but prompt and completion is form."""
    exclusive: bool | None = None
    """False where one reply may be right under several references, such as bounds; then
    `rewardkit attack` asks no reference probes. By default `answer` and `code` are exclusive."""
    tolerance: float | None = Field(default=None, ge=0)
    """The relative tolerance that is meant; `rewardkit attack` accuses only a wider one."""
    system_prompt: bool = False
    """Whether it can say in words what it asks of the policy."""

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.split("/")[0]

    @property
    def name(self) -> str:
        """The part of the id after the slash."""
        return self.id.split("/")[1]


def read_card(folder: Path) -> Card:
    """Read the card of the verifier in a folder.

    Raises:
        PluginError: The card is missing or wrong; names file, field, value and closest word.
    """
    path = folder / CARD_FILE
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PluginError(f"{path}: the card cannot be read: {error}") from None
    if not isinstance(data, dict):
        raise PluginError(f"{path}: a card is a mapping of fields, not {type(data).__name__}")
    try:
        return Card.model_validate(data)
    except ValidationError as error:
        cause = error.errors()[0]
        field = ".".join(str(part) for part in cause["loc"])
        hint = closest(field, Card.model_fields) if cause["type"] == "extra_forbidden" else ""
        raise PluginError(
            f"{path}: {field} = {cause.get('input')!r}: {cause['msg'].lower()}.{hint}"
        ) from None


_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
