"""What a training run is told: frozen models, one per stage, read from one YAML file.

Every unknown key is refused with its path and the closest known key, so a misspelt
`beta` never trains for an hour with the default.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rewardkit.errors import SpecError, closest

Count = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Positive = Annotated[float, Field(gt=0.0)]
NotNegative = Annotated[float, Field(ge=0.0)]


class Settings(BaseModel):
    """Base of every part of a config: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())


class TaskConfig(Settings):
    """Which problems are posed, and how they are split.

    The split depends on `split_seed` alone, so runs with different seeds are measured on
    the same held-out problems.
    """

    name: str = "arithmetic"
    template: str = "{prompt}"
    """What the policy reads: `{prompt}` stands for the bare problem."""
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
    """How many problems are drawn where there are more than that."""

    @model_validator(mode="after")
    def _a_prompt_has_a_place(self) -> TaskConfig:
        if "{prompt}" not in self.template:
            raise ValueError(f"template {self.template!r} has no '{{prompt}}' in it")
        return self


class PolicyConfig(Settings):
    """The model: a local `transformers` folder, or a tiny one made on the spot."""

    path: str | None = None
    """A folder with a causal language model; None makes a tiny Qwen3-shaped one."""
    chat: bool = False
    """Wrap prompts in the tokenizer's chat template."""
    device: str = "cpu"
    hidden: Count = 64
    layers: Count = 2
    heads: Count = 8
    head_dim: Count = 32
    intermediate: Count = 192
    rope_theta: Positive = 100.0
    initializer_range: Positive = 0.08


class OptimConfig(Settings):
    """AdamW and its schedule: linear warm-up, then a line or a cosine down to `lr_end`."""

    lr: Positive = 1e-3
    lr_end: NotNegative = 1e-4
    schedule: Literal["linear", "cosine", "constant"] = "linear"
    warmup: Annotated[int, Field(ge=0)] = 10
    betas: tuple[Share, Share] = (0.9, 0.99)
    weight_decay: NotNegative = 0.0
    clip_norm: Positive = 1.0


class SupervisedConfig(Settings):
    """A stage that imitates texts: the corpus the policy grew up on, or the priming."""

    steps: Annotated[int, Field(ge=0)] = 60
    batch: Count = 64
    rows: Count | None = None
    """How many texts there are, read again and again; None writes new ones at every step."""
    wrong: Share = 0.0
    """Share of the texts that are wrong on purpose."""
    closed: bool = True
    """Whether the texts close their answer tag."""
    optim: OptimConfig = OptimConfig()


class RolloutConfig(Settings):
    """How completions are sampled: `prompts` groups of `group` completions a step."""

    prompts: Count = 32
    group: Annotated[int, Field(ge=2)] = 8
    temperature: Positive = 1.0
    min_p: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.0
    max_new_tokens: Count = 8
    stop: tuple[str, ...] = ()
    truncated: Literal["keep", "mask", "exclude"] = "keep"
    """A completion cut at the limit: trained on, masked from the loss, or not even counted in
    its group's mean."""


class AdvantageConfig(Settings):
    """Rewards of a group -> advantages; the words of `rewardkit_kernels.advantage`."""

    mode: Literal["zscore", "centre", "leave_one_out", "maxrl"] = "zscore"
    deviation: Literal["sample", "population"] = "sample"
    epsilon: NotNegative = 1e-4
    decoupled: bool = False
    """Normalise each part of a `weighted` inside its group before the weighted sum (GDPO)."""
    clip: Positive | None = None
    missing: Literal["drop_row", "zero", "renormalise"] = "drop_row"
    """What a part without a value does to its row; matters only with `decoupled`."""


class LossConfig(Settings):
    """The clipped policy loss and what is added to it."""

    eps_low: Positive = 0.2
    eps_high: Positive = 0.28
    ratio: Literal["token", "sequence"] = "token"
    aggregate: Literal["token", "sequence", "constant"] = "token"
    beta: NotNegative = 0.0
    """Weight of the KL to the frozen reference; at 0 no reference model is loaded."""
    kl: Literal["k1", "k2", "k3"] = "k3"
    watch_kl: bool = False
    """Load the reference and report the KL although `beta` is 0."""
    entropy: float = 0.0
    """Weight of the entropy bonus."""
    dead_groups: Literal["keep", "drop"] = "keep"
    """Whether rows of groups without a preference count in the normaliser."""


class GrpoConfig(Settings):
    """The reinforcement stage itself."""

    steps: Annotated[int, Field(ge=0)] = 100
    epochs: Count = 1
    """Optimiser steps on each batch of rollouts."""
    micro_batch: Count | None = None
    """Rows per forward pass; None takes the whole batch. Never changes the gradient."""
    optim: OptimConfig = OptimConfig()
    rollout: RolloutConfig = RolloutConfig()
    advantage: AdvantageConfig = AdvantageConfig()
    loss: LossConfig = LossConfig()


class EvaluateConfig(Settings):
    """When and how the policy is measured on problems it never saw."""

    every: Count = 10
    """Steps between two measurements on the validation problems."""
    k: Count = 8
    """The k of pass@k and maj@k."""
    samples: Count = 16
    """Completions drawn for each problem when pass@k is estimated."""
    problems: Count = 256
    """Held-out problems that are sampled for pass@k and maj@k."""
    temperature: Positive = 1.0
    scored: Annotated[int, Field(ge=0)] = 512
    """Held-out completions that are scored by the reward, before and after."""
    patience: Count | None = None
    """Stop after this many measurements without a new best; None never stops early."""

    @model_validator(mode="after")
    def _enough_samples(self) -> EvaluateConfig:
        if self.samples < self.k:
            raise ValueError(f"samples={self.samples} cannot estimate pass@{self.k}")
        return self


class OutputConfig(Settings):
    """What is written, where and how often."""

    folder: str = "runs"
    checkpoint_every: Count = 10
    """Steps between two checkpoints of the reinforcement stage."""
    supervised_checkpoint_every: Count = 100
    tensorboard: bool = False
    transcripts: Annotated[int, Field(ge=0)] = 4
    """Completions shown at the end, each with its Breakdown."""
    threads: Count = 1


class TrainConfig(Settings):
    """One run: the problems, the policy, the stages, the measuring."""

    name: str = "grpo"
    seed: Annotated[int, Field(ge=0)] = 0
    reward: str | dict[str, Any]
    """A spec file, a `module:attribute`, a registry id, or the spec itself."""
    task: TaskConfig = TaskConfig()
    policy: PolicyConfig = PolicyConfig()
    corpus: SupervisedConfig | None = None
    prime: SupervisedConfig | None = SupervisedConfig(rows=200)
    grpo: GrpoConfig = GrpoConfig()
    evaluate: EvaluateConfig = EvaluateConfig()
    output: OutputConfig = OutputConfig()


def parse_config(data: Mapping[str, Any], source: str = "config") -> TrainConfig:
    """Check a mapping and return the config it describes.

    Args:
        data: What the YAML file holds.
        source: Named at the start of each error line, usually the file.

    Raises:
        SpecError: Names each bad key by its path, with the value and the closest known key.

    Example:
        >>> parse_config({"reward": "reward.yaml", "seed": 3}).seed
        3
        >>> parse_config({"reward": "r.yaml", "grpo": {"losss": {}}})
        Traceback (most recent call last):
        rewardkit.errors.SpecError: config: grpo.losss: unknown key. Did you mean 'loss'?
    """
    try:
        return TrainConfig.model_validate(data)
    except ValidationError as error:
        lines = [f"{source}: {_describe(entry)}" for entry in error.errors()]
        raise SpecError("\n".join(lines)) from None


def load_config(path: Path, overrides: Mapping[str, Any] | None = None) -> TrainConfig:
    """Read a YAML config.

    Files that it names (`reward`, `policy.path`) are looked for beside it first, then where
    the command runs.

    Args:
        path: The file.
        overrides: Values for dotted keys, such as `{"grpo.loss.beta": 0.04}`. Files named here
            are looked for where the command runs first.

    Raises:
        SpecError: The file is missing, is not a YAML mapping, or holds a bad key or value.
    """
    data = read_mapping(path)
    for dotted in ("reward", "policy.path"):
        data = _resolved(data, dotted, path.parent, Path())
    for dotted in ("reward", "policy.path"):
        if overrides and dotted in overrides:
            named = _resolved({dotted: overrides[dotted]}, dotted, Path(), path.parent)
            overrides = {**overrides, **named}
    return parse_config(with_overrides(data, overrides or {}), str(path))


def _resolved(data: dict[str, Any], dotted: str, *folders: Path) -> dict[str, Any]:
    """Replace the name of a file by its absolute path; anything else is left as it is."""
    value: Any = data.get(dotted)
    if value is None and "." in dotted:
        outer, _, inner = dotted.partition(".")
        value = data[outer].get(inner) if isinstance(data.get(outer), dict) else None
    if not isinstance(value, str):
        return data
    file, attribute = (value, "") if ".py:" not in value else value.rsplit(":", 1)
    found = next((f / file for f in folders if (f / file).exists()), None)
    if found is None:
        return data
    absolute = str(found.resolve()) + (f":{attribute}" if attribute else "")
    return (
        {**data, dotted: absolute} if dotted in data else with_overrides(data, {dotted: absolute})
    )


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a YAML file that must hold a mapping.

    Raises:
        SpecError: The file cannot be read or holds something else.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SpecError(f"{path}: cannot be read: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise SpecError(f"{path}: not YAML: {error}") from None
    if not isinstance(data, dict):
        raise SpecError(f"{path}: expected a mapping at the top, got {type(data).__name__}")
    return data


def with_overrides(data: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of `data` with the values of dotted keys replaced.

    Example:
        >>> with_overrides({"grpo": {"steps": 9}}, {"grpo.loss.beta": 0.04})
        {'grpo': {'steps': 9, 'loss': {'beta': 0.04}}}
    """
    copy: dict[str, Any] = json.loads(json.dumps(data))
    for dotted, value in overrides.items():
        *parents, last = dotted.split(".")
        place = copy
        for name in parents:
            inner = place.get(name)
            place[name] = inner if isinstance(inner, dict) else {}
            place = place[name]
        place[last] = value
    return copy


def config_hash(config: TrainConfig, reward_fingerprint: str) -> str:
    """Hash all that decides the numbers of a run; where it is written does not."""
    data = config.model_dump(mode="json", exclude={"reward", "output"})
    data["reward"] = reward_fingerprint
    text = json.dumps(data, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _describe(entry: Any) -> str:
    path = ".".join(str(part) for part in entry["loc"])
    if entry["type"] == "extra_forbidden":
        *parents, last = entry["loc"]
        return f"{path}: unknown key.{closest(last, _fields_at(parents))}"
    if entry["type"] == "missing":
        return f"{path}: missing"
    reason = entry["msg"].removeprefix("Value error, ")
    value = entry["input"]
    shown = f" (got {value!r})" if isinstance(value, (str, int, float, bool)) else ""
    return f"{path}: {reason}{shown}" if path else reason


def _fields_at(parents: list[str | int]) -> list[str]:
    model: type[BaseModel] = TrainConfig
    for name in parents:
        annotation = model.model_fields[str(name)].annotation
        inner = next(
            (t for t in (annotation, *get_args(annotation)) if _is_settings(t)),
            None,
        )
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _is_settings(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Settings)
