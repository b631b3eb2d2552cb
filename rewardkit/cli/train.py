"""`rewardkit train`: prime a policy, train it with GRPO, and evaluate it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rewardkit.cli.exit_codes import INFRASTRUCTURE, INTERRUPTED
from rewardkit.cli.spec_option import Host, Untrusted, limits_from, read_reward
from rewardkit.errors import InputError, SpecError
from rewardkit.grpo.environment import prepare_training

if TYPE_CHECKING:
    from rewardkit.grpo.run.screen import Finished, Screen


def train(
    config: Annotated[
        Path | None, typer.Argument(help="YAML file that describes the run.", show_default=False)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Replaces the config's seed.", min=0)] = None,
    reward: Annotated[
        str | None,
        typer.Option(help="Replaces its reward: spec file, module:attribute or registry id."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where run folders are made.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="Replaces one value: --set grpo.loss.beta=0.04 (repeatable)."),
    ] = None,
    resume: Annotated[
        Path | None, typer.Option(help="Go on with the interrupted run in this folder.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start anew even if this run was interrupted.")
    ] = False,
    untrusted: Untrusted = False,
    host: Host = None,
    json_: Annotated[bool, typer.Option("--json", help="Print result.json and nothing else.")] = (
        False
    ),
) -> None:
    """Train a policy with GRPO: the same command again resumes a run that was interrupted."""
    if (config is None) == (resume is None):
        raise InputError("give a CONFIG.yaml to train, or --resume RUN_DIR, and not both")
    overrides = read_overrides(set_ or [])
    overrides |= {"seed": seed} if seed is not None else {}
    overrides |= {"reward": reward} if reward is not None else {}
    overrides |= {"output.folder": str(out)} if out is not None else {}
    if resume is not None and overrides:
        raise InputError(f"--resume goes on as the run began; drop {', '.join(overrides)}")
    prepare_training()
    if untrusted or host:
        _check_reward(config, resume, overrides, untrusted, host)
    from rewardkit.grpo.parallel import started_as

    follows = started_as() > 0  # of the processes that torchrun started the first one speaks
    finished = _run(config, resume, overrides, fresh=fresh, quiet=json_ or follows)
    if json_ and not follows:
        typer.echo(json.dumps(dict(finished.result)))


def _check_reward(
    config: Path | None,
    resume: Path | None,
    overrides: Mapping[str, Any],
    untrusted: bool,
    hosts: Sequence[str] | None,
) -> None:
    """Load the reward of a run once as that of a stranger, before anything else loads it.

    Raises:
        SpecError: It asks for what an untrusted spec may not.
    """
    from rewardkit.grpo.config_file import load_config
    from rewardkit.grpo.run.runfolder import read_config
    from rewardkit.specs.files import load

    if resume is not None:
        found = read_config(resume)[0]
    else:
        assert config is not None
        found = load_config(config, overrides)
    if ":" in found.task.name:
        raise SpecError(f"task.name: {found.task.name!r} imports code, which --untrusted forbids")
    if isinstance(found.reward, str):
        read_reward(found.reward, untrusted, hosts)
    else:
        limits_from(untrusted, hosts)
        load(found.reward, trusted=False, hosts=hosts or ())


def read_overrides(pairs: list[str]) -> dict[str, Any]:
    """Read `key=value` pairs; values are YAML.

    Raises:
        InputError: A pair has no `=`, or its value is not YAML.

    Example:
        >>> read_overrides(["grpo.loss.beta=0.04", "evaluate.patience=null"])
        {'grpo.loss.beta': 0.04, 'evaluate.patience': None}
    """
    import yaml

    values: dict[str, Any] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals or not key:
            raise InputError(f"--set {pair!r}: expected KEY=VALUE, such as grpo.loss.beta=0.04")
        try:
            values[key] = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise InputError(f"--set {pair!r}: the value is not YAML: {error}") from None
    return values


def _run(
    config: Path | None,
    resume_from: Path | None,
    overrides: dict[str, Any],
    *,
    fresh: bool,
    quiet: bool,
) -> Finished:
    from rich.console import Console

    from rewardkit.cli.train_screen import RichScreen
    from rewardkit.cli.train_summary import print_training
    from rewardkit.grpo.config_file import load_config
    from rewardkit.grpo.run.loop import resume, train
    from rewardkit.grpo.run.screen import QuietScreen

    console = Console()
    screen: Screen = QuietScreen() if quiet else RichScreen(console)
    try:
        if resume_from is not None:
            finished = resume(resume_from, screen)
        else:
            assert config is not None
            finished = train(load_config(config, overrides), screen, fresh=fresh)
    except KeyboardInterrupt:
        typer.echo(
            "Interrupted. The same command again goes on from the last checkpoint.", err=True
        )
        raise typer.Exit(INTERRUPTED) from None
    except FloatingPointError as error:
        typer.echo(f"error: {error}. Lower grpo.optim.lr and start again.", err=True)
        raise typer.Exit(INFRASTRUCTURE) from None
    if not quiet:
        print_training(finished, console)
    return finished
