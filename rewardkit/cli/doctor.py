"""`rewardkit doctor`: what is installed here, what is missing, and how to get it."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from typing import Annotated

import typer

from rewardkit.catalogue import catalogue
from rewardkit.cli.console import open_console
from rewardkit.cli.exit_codes import INFRASTRUCTURE
from rewardkit.data.terminal import harmless

# What each extra brings, by distribution, and what it is for.
EXTRAS = {
    "json": (("jsonschema",), "JSON Schema checks"),
    "parquet": (("pyarrow",), "parquet files"),
    "judge": (("openai", "stamina", "aiolimiter"), "judges behind a server"),
    "sandbox": (("docker",), "programs in Docker; without it they run in local namespaces"),
    "train": (("torch", "transformers", "triton"), "the bundled loop and its kernels"),
    "vllm": (("vllm",), "judges and rollouts in this process"),
    "report": (("matplotlib",), "the pages of `rewardkit report`"),
    "server": (("fastapi", "uvicorn", "prometheus-client", "wsproto"), "`rewardkit serve`"),
    "text": (("sacrebleu", "rouge-score", "py3langid"), "text/translation, summary, language"),
    "follow": (("syllapy",), "constraints that count syllables"),
    "data": (("defusedxml",), "format/data on XML"),
    "graders": (("sacrebleu", "rouge-score", "nltk"), "imported graders by similarity"),
    "datasets": (("datasets",), "folders and names of datasets in `rewardkit train`"),
    "ray": (("ray",), "scoring on a cluster"),
    "peft": (("peft",), "LoRA in `rewardkit train`"),
    "gym": (("reasoning-gym",), "puzzle/reasoning_gym"),
    "wandb": (("wandb",), "the numbers of a run in W&B"),
    "mlflow": (("mlflow",), "the numbers of a run in MLflow"),
    "trackio": (("trackio",), "the numbers of a run in trackio"),
}
# A missing score is None: older versions of TRL fail on it or take it for a number.
TRL_FLOOR = (1, 6)
OURS = ("rewardkit", "rewardkit_verifiers", "rewardkit_sandbox", "rewardkit_kernels")
_MARKS = {True: "ok", False: "FAULT", None: "-"}


@dataclass(frozen=True, slots=True)
class Line:
    """One finding of the doctor.

    Attributes:
        topic: The part of the installation.
        ok: False for a fault that breaks something, None for what is only absent.
        detail: The state found and, where there is one, the next step.
    """

    topic: str
    ok: bool | None
    detail: str


def command(
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what is installed, what is missing, and how to get it.

    Exits with 3 when something is broken. What is only absent is no fault. Nothing is asked of the
    network, and no program is started: `rewardkit sandbox doctor` looks at the sandbox.
    """
    lines = list(examine())
    if json_:
        typer.echo(json.dumps({"findings": [asdict(line) for line in lines]}))
    else:
        _show(lines)
    if any(line.ok is False for line in lines):
        raise typer.Exit(INFRASTRUCTURE)


def examine() -> Iterator[Line]:
    """Yield the findings, one for each part of the installation."""
    here = f"{platform.python_implementation()} {platform.python_version()}, {platform.system()}"
    yield Line("python", True, here)
    yield Line("rewardkit", True, version("rewardkit"))
    yield from _clashes()
    yield from _extras()
    yield from _trainers()
    yield from _plugins()


def _clashes() -> Iterator[Line]:
    """Yield a fault for each package of ours that another distribution installs as well."""
    owners = packages_distributions()
    for package in OURS:
        others = sorted(set(owners.get(package, ())) - {"rewardkit"})
        if others:
            yield Line(
                f"package {package}",
                False,
                f"{', '.join(others)} writes into it too; uninstall it, then: "
                "pip install --force-reinstall rewardkit",
            )


def _extras() -> Iterator[Line]:
    for extra, (names, purpose) in EXTRAS.items():
        found = {name: _version(name) for name in names}
        missing = [name for name, at in found.items() if at is None]
        if missing:
            how = f"not installed ({purpose}): pip install 'rewardkit[{extra}]'"
            yield Line(f"extra {extra}", None, how)
        else:
            yield Line(f"extra {extra}", True, ", ".join(f"{k} {v}" for k, v in found.items()))


def _trainers() -> Iterator[Line]:
    trl = _version("trl")
    if trl is not None:
        numbers = tuple(int(part) for part in trl.split(".")[:2] if part.isdigit())
        good = numbers >= TRL_FLOOR
        said = f"{trl}: a missing score is left out of the step"
        if not good:
            said = f"{trl}: takes no missing score: pip install 'trl>=1.6'"
        yield Line("trl", good, said)
    verl = _version("verl")
    if verl is not None:
        yield Line("verl", True, f"{verl}: takes no missing score; see for_verl(missing=...)")


def _plugins() -> Iterator[Line]:
    known = catalogue.registry()
    yield Line("verifiers", bool(known.entries), f"{len(known.entries)} listed")
    for who, why in known.refused.items():
        yield Line(f"plugin {who}", False, why)


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def _show(lines: list[Line]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for line in lines:
        style = "red" if line.ok is False else "dim" if line.ok is None else ""
        table.add_row(*map(harmless, (line.topic, _MARKS[line.ok], line.detail)), style=style)
    open_console().print(table)
