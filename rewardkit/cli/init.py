"""`rewardkit init`: start a reward, a verifier or a plugin, with cases that pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rewardkit.errors import InputError
from rewardkit.testing.scaffold import scaffold
from rewardkit.testing.scaffold_training import Trainer, scaffold_training
from rewardkit.testing.scaffold_verifier import scaffold_plugin, scaffold_verifier


def command(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="Where to write; made when it is not there. By default this folder for a "
            "verifier, and a folder of the plugin's name for a plugin."
        ),
    ] = None,
    name: Annotated[
        str, typer.Option(help="What to call the reward. By default the folder's name.")
    ] = "",
    verifier: Annotated[
        str,
        typer.Option(
            metavar="FAMILY/NAME", help="Write a verifier into FOLDER, a package of verifiers."
        ),
    ] = "",
    plugin: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Write an installable package; --verifier names its verifier."
        ),
    ] = "",
    train: Annotated[
        bool, typer.Option("--train", help="Write a run of the bundled loop on rows of a file.")
    ] = False,
    trl: Annotated[bool, typer.Option("--trl", help="Write a run of TRL's GRPO.")] = False,
    verl: Annotated[bool, typer.Option("--verl", help="Write the reward of a verl run.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Start a reward, a verifier, a plugin or a training run; overwrites nothing."""
    chosen = [word for word, on in (("train", train), ("trl", trl), ("verl", verl)) if on]
    chosen += [word for word, on in (("verifier", verifier), ("plugin", plugin)) if on]
    if len(chosen) > 1 and chosen != ["verifier", "plugin"]:
        raise InputError(f"--{chosen[0]} and --{chosen[1]} write different things; give one")
    if name and chosen:
        raise InputError("--name is for a reward. The other things are called after their folder.")
    if train or trl or verl:
        if folder is None:
            raise InputError(f"say where: rewardkit init FOLDER --{chosen[0]}")
        trainer: Trainer = "train" if train else "trl" if trl else "verl"
        written = scaffold_training(folder, trainer)
        steps = [f"cd {folder}", "rewardkit explain reward.yaml", _FIRST[trainer]]
        _say(folder, written, steps, json_)
        return
    if plugin:
        folder = folder or Path(plugin)
        written = scaffold_plugin(folder, plugin, verifier)
        steps = [f"pip install -e {folder}", f"pytest {folder}"]
        steps.append(f"rewardkit certify {folder / 'tests' / 'corpus.jsonl'}")
    elif verifier:
        folder = folder or Path()
        written = scaffold_verifier(folder, verifier)
        steps = [f"rewardkit test {folder / verifier}", f"pytest {folder / verifier}"]
    elif folder is not None:
        written = scaffold(folder, name)
        steps = [f"rewardkit test {folder}", f"pytest {folder}"]
        steps.append(f"rewardkit score {folder / 'reward.yaml'} {folder / 'samples.jsonl'}")
    else:
        raise InputError(
            "say where: rewardkit init FOLDER (and --train, --trl or --verl), --verifier "
            "FAMILY/NAME, or --plugin NAME"
        )
    _say(folder, written, steps, json_)


_FIRST: dict[Trainer, str] = {
    "train": "rewardkit train train.yaml",
    "trl": "python train.py MODEL",
    "verl": "rewardkit score reward.yaml samples.jsonl",
}


def _say(folder: Path, written: list[Path], steps: list[str], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"folder": str(folder), "files": [str(path) for path in written]}))
        return
    for path in written:
        typer.echo(f"wrote {path}")
    typer.echo("\nNext:\n" + "\n".join(f"  {step}" for step in steps))
