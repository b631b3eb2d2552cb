"""`rewardkit draft`: a model proposes a reward function; cases and an attack decide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from rewardkit.cli.console import open_console
from rewardkit.cli.exit_codes import GATE
from rewardkit.data.terminal import harmless
from rewardkit.data.whole_files import write_whole
from rewardkit.errors import InputError, SandboxError
from rewardkit.judge.endpoint import Endpoint, read_endpoint

# A function needs more than a verdict does.
_TOKENS = 4096


def command(
    task: Annotated[Path, typer.Argument(help="A text file that describes the task.")],
    cases: Annotated[Path, typer.Argument(help="A file of cases, .jsonl or .yaml.")],
    url: Annotated[
        str | None, typer.Option(help="Base of an OpenAI-compatible API, ending in /v1.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="The model that proposes.")] = None,
    key_env: Annotated[
        str | None, typer.Option(help="The environment variable that holds the API key.")
    ] = None,
    endpoint: Annotated[
        Path | None, typer.Option(help="A file with everything that a judge setting may say.")
    ] = None,
    out: Annotated[
        Path, typer.Option("-o", "--out", help="The file of the candidate that is kept.")
    ] = Path("drafted.py"),
    transcript: Annotated[
        Path | None, typer.Option(help="Prompts, replies, verdicts; beside --out by default.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, max=50, help="Candidates at most.")] = 4,
    backend: Annotated[str, typer.Option(help="The sandbox: docker, local, or auto.")] = "auto",
    seconds: Annotated[float, typer.Option(min=1, help="Seconds for each attack.")] = 60.0,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds one reply may take.")] = 5.0,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Have a model propose a reward, and keep what passes cases and an attack.

    Candidates run in the sandbox only. Exits with 1 when none is kept, with 3 when the model or
    the sandbox failed. Read the kept code before you import it: a model wrote it.
    """
    from rewardkit.attack.run import Budget
    from rewardkit.testing.cases.model import read_cases
    from rewardkit.testing.draft.cases import split_cases
    from rewardkit.testing.draft.run import draft

    where = _endpoint(url, model, key_env, endpoint)
    text = _task(task)
    given = split_cases(read_cases(cases).cases)
    log = transcript or out.with_suffix(".draft.jsonl")
    kept_cases = out.with_suffix(".cases.jsonl")
    _refuse_existing(out, kept_cases)
    with _opened(backend) as sandbox:
        found = draft(
            text,
            given,
            where,
            sandbox,
            transcript=log,
            rounds=rounds,
            budget=Budget(seconds=seconds, timeout=timeout),
        )
    if found.source is not None:
        _write(out, kept_cases, found.source, given.all)
    result = {
        "kept": str(out) if found.kept else None,
        "cases": str(kept_cases) if found.kept else None,
        "transcript": str(log),
        "held_out": len(given.held_out),
        "rounds": [{"verdict": one.verdict, "told": list(one.told)} for one in found.trials],
    }
    if json_:
        typer.echo(json.dumps(result, ensure_ascii=True))
    else:
        _show(result)
    if not found.kept:
        raise typer.Exit(GATE)


def _opened(backend: str) -> Any:
    """Return an open sandbox of one agent, for one candidate is tried at a time."""
    from rewardkit_sandbox import BadRequest, SandboxUnavailable, open_sandbox

    try:
        return open_sandbox(backend, size=1, packages=())
    except BadRequest as error:
        raise InputError(f"--backend: {error}") from None
    except SandboxUnavailable as error:
        raise SandboxError(str(error)) from None


def _endpoint(
    url: str | None, model: str | None, key_env: str | None, file: Path | None
) -> Endpoint:
    from rewardkit.specs.text import read_file

    given = {"url": url, "model": model, "key_env": key_env}
    setting = {name: value for name, value in given.items() if value is not None}
    if file is not None:
        data = read_file(file).data
        if not isinstance(data, dict):
            raise InputError(f"{file}: an endpoint is a mapping such as {{url: ..., model: ...}}")
        setting = {**data, **setting}
    if not setting:
        raise InputError("name the model that proposes: --url and --model, or --endpoint FILE")
    try:
        return read_endpoint({"max_tokens": _TOKENS, **setting})
    except ValueError as error:
        raise InputError(str(error)) from None


def _task(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from None
    if not text.strip():
        raise InputError(f"{path}: describes no task; it is empty")
    return text


def _refuse_existing(*paths: Path) -> None:
    for path in paths:
        if path.exists():
            raise InputError(f"{path} is there already; name another file with --out")
    if paths[0].suffix != ".py":
        raise InputError(f"--out {paths[0]}: a candidate is kept as a .py file")


def _write(out: Path, kept_cases: Path, source: str, cases: Any) -> None:
    from rewardkit.testing.draft.cases import data_of

    write_whole(out, source)
    lines = [{"reward": f"{out.name}:reward"}, *(data_of(case) for case in cases)]
    text = "".join(json.dumps(line, ensure_ascii=True, default=str) + "\n" for line in lines)
    write_whole(kept_cases, text)


def _show(result: dict[str, Any]) -> None:
    console = open_console()
    for turn, one in enumerate(result["rounds"], 1):
        console.print(f"round {turn}: {one['verdict']}", markup=False)
        for told in one["told"]:
            console.print(harmless(f"  {told}"), markup=False, soft_wrap=True)
    if result["kept"]:
        text = f"kept: {result['kept']}, with {result['cases']}. Read it before you import it."
    else:
        text = "no candidate is kept"
    console.print(harmless(f"{text}\ntranscript: {result['transcript']}"), markup=False)
