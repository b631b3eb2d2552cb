"""The file that a trainer's configuration names, and the lines of configuration to paste."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rewardkit.errors import DefinitionError, closest
from rewardkit.rewards.base import Reward


@dataclass(frozen=True, slots=True)
class Template:
    """The text of a file, and the lines that name it.

    Attributes:
        method: The method of a reward that the file calls.
        body: The lines after `reward = ...`; `{call}` is the adapter.
        paste: The lines of configuration; `{path}`, `{folder}` and `{module}` are filled in.
    """

    method: str
    body: str
    paste: str


TEMPLATES: dict[str, Template] = {
    "trl": Template(
        "for_trl",
        "graded = {call}\n",
        "from {module} import graded\n\ntrainer = GRPOTrainer(reward_funcs=graded, ...)",
    ),
    "verl": Template(
        "for_verl",
        "compute_score = {call}\n",
        "# from verl 0.7.1 on; up to 0.7.0 custom_reward_function stands at the top\n"
        "reward:\n  custom_reward_function:\n    path: {path}\n    name: compute_score\n"
        "  reward_manager:\n    source: register\n    name: naive",
    ),
    "openrlhf": Template(
        "for_openrlhf",
        "reward_func = {call}\n",
        "--reward.remote_url {path}\n--data.label_key answer",
    ),
    "skyrl": Template(
        "for_skyrl",
        "RewardEnv = {call}\n",
        'skyrl_gym.register(id="rewardkit", entry_point="{module}:RewardEnv")\n'
        "# and in every row of the data: env_class: rewardkit",
    ),
    "slime": Template(
        "for_slime",
        "custom_rm = {call}\n",
        "PYTHONPATH={folder} ... --custom-rm-path {module}.custom_rm",
    ),
    "nemo_rl": Template(
        "for_nemo_rl",
        "import ray  # noqa: E402\n\n\n@ray.remote\nclass RewardEnvironment:\n"
        "    def __init__(self, cfg=None):\n        self.inner = {call}\n\n"
        "    def step(self, message_log_batch, metadata):\n"
        "        return self.inner.step(message_log_batch, metadata)\n\n"
        "    def global_post_process_and_metrics(self, batch):\n"
        "        return self.inner.global_post_process_and_metrics(batch)\n\n"
        "    def shutdown(self):\n        self.inner.shutdown()\n",
        "from nemo_rl.environments.utils import register_env\n\n"
        'register_env("rewardkit", "{module}.RewardEnvironment")',
    ),
    "nemo_gym": Template(
        "for_nemo_gym",
        "RewardServer = {call}.server_class()\n\n\n"
        'if __name__ == "__main__":\n    RewardServer.run_webserver()\n',
        "rewardkit:\n  resources_servers:\n    rewardkit:\n      entrypoint: {path}\n"
        "      domain: other",
    ),
    "verifiers": Template(
        "for_verifiers",
        "graded = {call}\n",
        '[env.taskset.task.rewards]\ngraded = {{ fn = "{path}:graded", weight = 1.0 }}',
    ),
    "art": Template(
        "for_art",
        "graded = {call}\n",
        "from {module} import graded\n\n"
        "await art.gather_trajectory_groups(groups, after_each=graded.after_each)",
    ),
    "rllm": Template(
        "for_rllm",
        "evaluator = {call}\n",
        '[project.entry-points."rllm.evaluators"]\nrewardkit = "{module}:evaluator"',
    ),
    "tinker": Template(
        "for_tinker",
        "graded = {call}\n",
        "from {module} import graded\n\n"
        "AgentToolMessageEnv(reward_fn=graded(answer=row['answer']), ...)",
    ),
    "ms_swift": Template(
        "for_ms_swift",
        'from swift.rewards import orms  # noqa: E402\n\norms["rewardkit"] = {call}\n',
        "--external_plugins {path} --reward_funcs rewardkit",
    ),
    "areal": Template(
        "for_areal",
        "reward_fn = {call}\n",
        "from {module} import reward_fn\n\nRLVRWorkflow(reward_fn=reward_fn, ...)",
    ),
    "openenv": Template(
        "for_openenv",
        "rubric = {call}\n",
        "from {module} import rubric\n\nclass MyEnvironment(Environment):\n"
        "    def __init__(self):\n        super().__init__(rubric=rubric)",
    ),
    "atropos": Template(
        "for_atropos",
        "graded = {call}\n",
        "from {module} import graded\n\n# in collect_trajectories of the environment:\n"
        "return await graded.score_group(group, item), []",
    ),
}


def exported(
    reward: Reward,
    spec: str,
    trainer: str,
    path: Path,
    *,
    missing: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> tuple[str, str]:
    """Return the text of the file for a trainer, and the lines that name it.

    The adapter is made once here, so that a policy or a reward that cannot work with the trainer
    is refused before a run is.

    Args:
        reward: The reward.
        spec: The words by which it was named: a file, `module:attribute` or a registry id.
        trainer: The name of the trainer.
        path: The file that will hold the text.
        missing: The policy for a sample without a number, or a number as text.
        columns: The path of each field.

    Raises:
        DefinitionError: The trainer is unknown, or cannot work with this reward.
    """
    name = trainer.replace("-", "_")
    if name not in TEMPLATES:
        raise DefinitionError(f"no trainer {trainer!r}.{closest(name, TEMPLATES)}")
    if not path.stem.isidentifier():
        raise DefinitionError(
            f"{path.name}: the file is imported by its name, and {path.stem!r} is none that Python "
            "takes. Call it such as rewardkit_reward.py."
        )
    if path.stem in TEMPLATES or path.stem in sys.stdlib_module_names:
        raise DefinitionError(
            f"{path.name}: it would hide the package {path.stem!r} from the trainer. Call it such "
            "as rewardkit_reward.py."
        )
    template = TEMPLATES[name]
    options: dict[str, Any] = {}
    if missing is not None:
        options["missing"] = _policy(missing)
    if columns:
        options["columns"] = dict(columns)
    getattr(reward, template.method)(**options)
    written = ", ".join(f"{key}={value!r}" for key, value in options.items())
    call = f"reward.{template.method}({written})"
    folder, load = _how_to_load(spec)
    text = (
        f'"""A reward for {name}, written by `rewardkit export`."""\n\n'
        f"import sys\n\n"
        "# The trainer loads this file by its path; what the reward imports is looked for here.\n"
        f"sys.path.append({str(folder)!r})\n\n"
        f"{load}\n\n{template.body.format(call=call)}"
    )
    where = {"path": path, "folder": path.parent, "module": path.stem}
    return text, template.paste.format(**where)


def _policy(missing: str) -> str | float:
    try:
        return float(missing)
    except ValueError:
        return missing


def _how_to_load(spec: str) -> tuple[Path, str]:
    """Return the folder to search, and the lines that make `reward`."""
    if spec.lower().endswith((".yaml", ".yml", ".json")):
        path = Path(spec).resolve()
        load = f"from rewardkit import load  # noqa: E402\n\nreward = load({str(path)!r})"
        return path.parent, load
    module, colon, attribute = spec.partition(":")
    if not colon:
        load = f"from rewardkit import get  # noqa: E402\n\nreward = get({spec!r})"
        return Path().resolve(), load
    folder = Path(module).parent if module.endswith(".py") else Path()
    name = Path(module).stem if module.endswith(".py") else module
    first, _, rest = attribute.partition(".")
    line = f"from {name} import {first} as reward  # noqa: E402"
    return folder.resolve(), line + (f"\n\nreward = reward.{rest}" if rest else "")
