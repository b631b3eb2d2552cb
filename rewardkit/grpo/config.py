"""The configuration of a training run: frozen models, one for each stage.

Unknown keys are refused, so a misspelt `beta` never trains with the default;
`rewardkit.grpo.config_file` names the closest key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from rewardkit.tasks.config import Count, Settings, TaskConfig

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Positive = Annotated[float, Field(gt=0.0)]
NotNegative = Annotated[float, Field(ge=0.0)]
Finite = Field(allow_inf_nan=False)
STAGES = ("corpus", "prime", "grpo")
"""The stages of a run, in order; a run may leave out all but the last."""


class LoraConfig(Settings):
    """An adapter that learns in place of the model (LoRA, by peft)."""

    rank: Count = 16
    alpha: Positive | None = None
    """By default twice the rank."""
    targets: str | tuple[str, ...] = "all-linear"
    """Names of the layers that get one."""


class PolicyConfig(Settings):
    """The model: a local `transformers` folder, or a tiny model made from the config."""

    path: str | None = None
    """A folder with a causal language model; None makes a tiny Qwen3-shaped one."""
    chat: bool = False
    """Wrap prompts in the tokenizer's chat template."""
    device: str = "cpu"
    dtype: Literal["float32", "bfloat16"] = "float32"
    """Of the computation. What learns stays float32; frozen weights under an adapter do not."""
    checkpointing: bool = False
    """Compute activations again in the backward pass: less memory, more time."""
    compile: bool = False
    """Compile the forward pass that learns (torch.compile)."""
    lora: LoraConfig | None = None
    hidden: Count = 64
    layers: Count = 2
    heads: Count = 8
    head_dim: Count = 32
    intermediate: Count = 192
    rope_theta: Positive = 100.0
    initializer_range: Positive = 0.08


class OptimConfig(Settings):
    """AdamW and its schedule: linear warm-up, then a line or a cosine down to `lr_end`."""

    lr: Annotated[Positive, Finite] = 1e-3
    lr_end: Annotated[NotNegative, Finite] = 1e-4
    schedule: Literal["linear", "cosine", "constant"] = "linear"
    warmup: Annotated[int, Field(ge=0)] = 10
    betas: tuple[Share, Share] = (0.9, 0.99)
    weight_decay: NotNegative = 0.0
    clip_norm: Positive = 1.0


class SupervisedConfig(Settings):
    """A supervised stage: pretraining on the corpus, or priming."""

    steps: Annotated[int, Field(ge=0)] = 60
    batch: Count = 64
    rows: Count | None = None
    """The number of texts, reused at every step; None makes new ones at every step."""
    wrong: Share = 0.0
    """Share of the texts that are wrong on purpose."""
    closed: bool = True
    """Whether the texts close their answer tag."""
    optim: OptimConfig = OptimConfig()


class Sampling(BaseModel):
    """The settings of sampling; `min_p`, then `top_k`, then `top_p` leave tokens out.

    Example:
        >>> Sampling(max_new_tokens=8, top_p=0.9).truncates
        True
    """

    model_config = Settings.model_config
    max_new_tokens: Count = 8
    """A message that reaches this many tokens is cut."""
    temperature: Annotated[Positive, Finite] = 1.0
    """Divides the logits."""
    min_p: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.0
    """Tokens less likely than this share of the likeliest are never sampled."""
    top_k: Annotated[int, Field(ge=0)] = 0
    """Only this many of the likeliest tokens are sampled; 0 for all."""
    top_p: Annotated[float, Field(gt=0.0, le=1.0)] = 1.0
    """Only the likeliest tokens that together reach this probability are sampled."""
    stop: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """A message ends once it holds one of these texts."""

    @property
    def truncates(self) -> bool:
        """Whether some tokens are never sampled."""
        return self.min_p > 0.0 or self.top_k > 0 or self.top_p < 1.0


class RolloutConfig(Sampling):
    """Sampling of completions: `prompts` groups of `group` completions a step."""

    prompts: Count = 32
    group: Count = 8
    """Completions of a prompt; 1 needs a critic, or `advantage.mode: reinforce`."""
    tries: Count = 1
    """Rounds of sampling until `prompts` groups have a preference (DAPO's dynamic sampling)."""
    engine: Literal["in_process", "vllm"] = "in_process"
    """The sampler of training; measuring samples in process."""
    engine_options: dict[str, Any] = Field(default_factory=dict)
    """Further arguments of `vllm.LLM`, such as `gpu_memory_utilization`."""
    correction: Positive = 3.0
    """The most that a token weighs for being likelier under the policy than under an engine that
    is not the policy itself (truncated importance sampling)."""
    cache_tokens: Count | None = None
    """The most tokens in the key-value cache of sampling in process; None for no bound."""
    rows_at_once: Count = 2048
    """Completions written at once when measuring; lower it when memory ends."""
    truncated: Literal["keep", "mask", "exclude"] = "keep"
    """A completion cut at the limit: trained on, masked from the loss, or not even counted in
    its group's mean."""


class AdvantageConfig(Settings):
    """Rewards of a group -> advantages; the words of `rewardkit_kernels.advantage`."""

    mode: Literal["zscore", "centre", "leave_one_out", "maxrl", "batch", "reinforce"] = "zscore"
    """The last two divide by the deviation of the whole batch: `batch` after subtracting the mean
    of the group (TRL's scale_rewards), `reinforce` that of the batch (REINFORCE++)."""
    deviation: Literal["sample", "population"] = "sample"
    epsilon: NotNegative = 1e-4
    decoupled: bool = False
    """Normalise each part of a `weighted` inside its group before the weighted sum (GDPO)."""
    whiten: bool | None = None
    """Bring the advantages of the batch to mean 0 and deviation 1; by default where `decoupled`."""
    steps: bool = False
    """Compare the step values of the reward instead: a token is worth the steps after it."""
    alike: Literal["zero", "sign"] = "zero"
    """Groups of equal rewards: no advantage, or 1 at the top of the reward's range and -1 at its
    bottom (AGPO)."""
    clip: Positive | None = None
    kernel: Literal["auto", "reference", "triton"] = "auto"
    """The backend: Triton on CUDA and the reference elsewhere, unless one is named."""
    missing: Literal["drop_row", "zero", "renormalise"] = "drop_row"
    """The effect of a part without a value on its row; matters only with `decoupled`."""

    @model_validator(mode="after")
    def _parts_are_compared_inside_groups(self) -> AdvantageConfig:
        if self.decoupled and self.mode in ("batch", "reinforce"):
            raise ValueError(f"decoupled compares inside groups, and mode={self.mode!r} does not")
        plain = self.mode in ("zscore", "centre") and self.alike == "zero"
        if self.steps and (not plain or self.decoupled or self.whiten):
            raise ValueError("steps goes with mode zscore or centre, and with no other switch")
        return self


class LossConfig(Settings):
    """The policy loss and what is added to it."""

    kind: Literal["clip", "cispo", "gmpo", "gvpo"] = "clip"
    """The surrogate: PPO's clipped ratio, CISPO's clipped weight, GMPO's geometric mean, or GVPO's
    squared error of the group."""
    eps_low: Positive = 0.2
    eps_high: Positive = 0.28
    """Clip: bounds 1 - eps_low and 1 + eps_high of the ratio. GMPO: bounds of its logarithm."""
    delta: Positive | None = None
    """Clip: bound of the ratio where the advantage is negative (dual clip)."""
    cispo_max: Annotated[float, Field(ge=1.0)] = 5.0
    """CISPO: bound of the weight; TRL and ScaleRL call it epsilon_high."""
    gvpo_beta: Positive = 0.1
    head: Literal["auto", "whole", "chunked"] = "auto"
    """The logits in the loss: whole, or a chunk of rows at a time through a linear head, which
    takes less memory; `auto` chunks a vocabulary of 4,096 or more. The numbers are the same."""
    ratio: Literal["token", "sequence"] = "token"
    aggregate: Literal["token", "sequence", "constant"] = "token"
    beta: NotNegative = 0.0
    """Weight of the KL to the frozen reference; at 0 no reference model is loaded."""
    kl: Literal["k1", "k2", "k3"] = "k3"
    kl_is: bool = False
    """Multiply the KL by the ratio: unbiased off the sampling policy (TRL's default)."""
    watch_kl: bool = False
    """Load the reference and report the KL although `beta` is 0."""
    refresh: Count | None = None
    """Steps after which the policy becomes its own reference anew; None keeps the first one."""
    entropy: Annotated[float, Finite] = 0.0
    """Weight of the entropy bonus, a mean over tokens; with a target, the one to begin with."""
    entropy_target: Positive | None = None
    """Entropy in nats below which the bonus grows and above which it shrinks (Skywork-OR1)."""
    entropy_step: Positive = 1e-3
    """The change of its weight after a batch."""
    entropy_most: Positive = 0.1
    """The most that its weight may grow to."""
    dead_groups: Literal["keep", "drop"] = "keep"
    """Whether rows of groups without a preference count in the normaliser."""

    @model_validator(mode="after")
    def _values_fit_together(self) -> LossConfig:
        if self.entropy_target is not None and not 0.0 <= self.entropy <= self.entropy_most:
            raise ValueError(
                f"entropy={self.entropy:g} must lie between 0 and "
                f"entropy_most={self.entropy_most:g} when there is an entropy_target"
            )
        if self.delta is not None and self.delta <= 1.0 + self.eps_high:
            raise ValueError(f"delta={self.delta:g} must lie above 1 + eps_high")
        if self.refresh is not None and not (self.beta > 0.0 or self.watch_kl):
            raise ValueError("refresh needs a reference: set beta or watch_kl")
        return self


class TracesConfig(Settings):
    """Completions by another author that join each group before advantages (LUFFY)."""

    file: str | None = None
    """JSON lines with `prompt` (the bare problem) and `completion`; without one, traces are the
    right answers of the task."""
    each: Count = 1
    """At most so many a group."""
    shaping: Positive | None = 0.1
    """The g of p / (p + g), which lifts unlikely tokens of a trace; None trains on p itself."""


class CriticConfig(Settings):
    """A critic, which makes the stage PPO: advantages of tokens instead of groups."""

    gamma: Share = 1.0
    lam: Share = 0.95
    """GAE: 1 sums all that follows, 0 looks at the next value alone."""
    kl: NotNegative = 0.0
    """Weight of the KL to the reference inside the reward of each token."""
    clip: Positive = 0.2
    """The most that a value may move in the loss before the larger error counts."""
    weight: Positive = 0.5
    """Weight of the critic's loss."""
    lr: Positive = 1.0
    """Its learning rate, in shares of the policy's."""


class GrpoConfig(Settings):
    """The reinforcement stage itself."""

    steps: Annotated[int, Field(ge=0)] = 100
    epochs: Count = 1
    """Passes over each batch of rollouts."""
    updates: Count = 1
    """Optimiser steps in a pass: the batch is cut into so many mini-batches of whole groups."""
    micro_batch: Count | None = None
    """Rows per forward pass; None takes the whole mini-batch. Never changes the gradient."""
    optim: OptimConfig = OptimConfig()
    rollout: RolloutConfig = RolloutConfig()
    advantage: AdvantageConfig = AdvantageConfig()
    loss: LossConfig = LossConfig()
    traces: TracesConfig | None = None
    critic: CriticConfig | None = None
    """A value head on a copy of the policy (PPO); None compares inside groups."""

    @property
    def compares(self) -> bool:
        """Whether advantages compare the completions of a group."""
        return self.advantage.mode != "reinforce" and self.critic is None

    @property
    def wants_reference(self) -> bool:
        """Whether something is measured against the frozen reference."""
        in_reward = self.critic is not None and self.critic.kl > 0.0
        return in_reward or self.loss.beta > 0.0 or self.loss.watch_kl

    @model_validator(mode="after")
    def _values_fit_together(self) -> GrpoConfig:
        if self.rollout.group == 1 and self.compares:
            raise ValueError("rollout.group: 1 leaves nothing to compare inside a group")
        if self.updates > self.rollout.prompts:
            raise ValueError(
                f"updates={self.updates} cannot cut rollout.prompts={self.rollout.prompts}"
            )
        if self.loss.kind == "gvpo" and (self.advantage.mode != "centre" or self.traces):
            raise ValueError("loss.kind: gvpo needs advantage.mode: centre, and no traces")
        if self.critic is not None and (self.traces or self.loss.kind in ("gmpo", "gvpo")):
            raise ValueError("critic goes with loss.kind clip or cispo, and without traces")
        return self


class EvaluateConfig(Settings):
    """Schedule and size of evaluations on held-out problems."""

    every: Count = 10
    """Steps between two measurements on the validation problems."""
    k: Count = 8
    """The k of pass@k and maj@k."""
    samples: Count = 16
    """Completions drawn for each problem when pass@k is estimated."""
    problems: Count = 256
    """Held-out problems that are sampled for pass@k and maj@k, before and after."""
    problems_during: Annotated[int, Field(ge=0)] = 64
    """Validation problems that are sampled for them on the way; 0 leaves them out."""
    temperature: Annotated[Positive, Finite] = 1.0
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
    """The files of a run: folder, intervals and formats."""

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

    def to_data(self) -> dict[str, Any]:
        """Return plain data from which the same config is made again.

        Sizes of the split that were not said stay unsaid: of own rows they follow the rows.
        """
        data = self.model_dump(mode="json")
        for name in {"validation", "heldout"} - self.task.model_fields_set:
            del data["task"][name]
        return data

    @property
    def first_stage(self) -> str:
        """The stage that a run begins with."""
        return next(name for name in STAGES if getattr(self, name) is not None)

    def stage(self, name: str) -> SupervisedConfig | GrpoConfig:
        """Return the settings of a stage that the run has."""
        found: SupervisedConfig | GrpoConfig = getattr(self, name)
        return found

    @model_validator(mode="after")
    def _weights_can_be_pushed(self) -> TrainConfig:
        if self.grpo.rollout.engine == "vllm" and self.policy.lora is not None:
            raise ValueError(
                "grpo.rollout.engine: vllm samples whole models; leave out policy.lora"
            )
        return self

    @model_validator(mode="before")
    @classmethod
    def _defaults_follow_the_policy(cls, data: Any) -> Any:
        """Set the defaults of a real model, and of rows of one's own, where nothing is said.

        The synthetic tasks prime a tiny policy at 1e-3. A model that is worth its path would
        forget what it knows at that rate, and own rows need not hold anything to imitate.
        """
        if not isinstance(data, Mapping):
            return data
        data = dict(data)
        real = _said(data, "policy", "path") is not None
        own = _said(data, "task", "data") is not None
        if (real or own) and "prime" not in data and _said(data, "task", "completion") is None:
            data["prime"] = None
        grpo = data.get("grpo", {})
        if real and isinstance(grpo, Mapping) and "optim" not in grpo:
            optim = {"lr": 1e-6, "lr_end": 1e-6, "schedule": "constant"}
            data["grpo"] = {**grpo, "optim": optim}
        return data


def _said(data: Mapping[str, Any], part: str, key: str) -> Any:
    inner = data.get(part)
    return inner.get(key) if isinstance(inner, Mapping) else getattr(inner, key, None)
