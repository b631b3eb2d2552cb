"""`rewardkit sandbox`: run rows of programs, look at the backends, build an image, clean up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rewardkit.cli.console import open_console
from rewardkit.cli.exit_codes import INFRASTRUCTURE
from rewardkit.data.terminal import harmless
from rewardkit.errors import InputError, SandboxError

if TYPE_CHECKING:
    from rewardkit_sandbox.doctor import Finding
    from rewardkit_sandbox.verdict.rows import Judged

UNJUDGED = ("sandbox_error", "bad_row")
Backend = Annotated[str, typer.Option(help="docker, local, or auto.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@contextmanager
def _sandbox_errors() -> Iterator[None]:
    """Convert errors of the sandbox to SandboxError, which the command line prints."""
    from rewardkit_sandbox import BadRequest, SandboxUnavailable

    try:
        yield
    except BadRequest as error:
        raise InputError(str(error)) from None
    except SandboxUnavailable as error:
        raise SandboxError(str(error)) from None


def run(
    rows: Annotated[Path, typer.Argument(help="JSON lines: programs with their tests.")],
    backend: Backend = "auto",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write verdicts here.")] = None,
    jobs: Annotated[int | None, typer.Option(help="Programs at one time.", min=1)] = None,
    fork: Annotated[str, typer.Option(help="A process for each test, or one per problem.")] = (
        "test"
    ),
    package: Annotated[
        list[str] | None, typer.Option(help="Package that programs may import (repeatable).")
    ] = None,
    program: Annotated[
        list[str] | None, typer.Option(help="Command that programs need (repeatable).")
    ] = None,
    image: Annotated[str | None, typer.Option(help="Image to run them in; Docker only.")] = None,
    streams: Annotated[
        bool, typer.Option("--streams", help="Add what each run wrote to the verdicts.")
    ] = False,
    json_: Json = False,
) -> None:
    """Run rows of programs and judge them; verdicts come out in the order of the rows.

    Exits with 0 when every row has a verdict, whatever it is, and with 3 when one is
    `sandbox_error`, or `bad_row`: it cannot be read.
    """
    if fork not in ("test", "problem"):
        raise InputError(f"--fork {fork!r}: expected test or problem")
    found = read_rows(rows)
    from rewardkit_sandbox import open_sandbox
    from rewardkit_sandbox.verdict.rows import RowJudge

    options: dict[str, Any] = {"size": jobs, "packages": package, "programs": program or ()}
    if image is not None:
        if backend != "docker":
            raise InputError(f"--image {image!r}: only --backend docker runs an image")
        options["image"] = image
    lines: list[dict[str, Any]] = []
    with _sandbox_errors(), open_sandbox(backend, **options) as sandbox:
        judge = RowJudge(sandbox, "problem" if fork == "problem" else "test")
        judged = [_keep(lines, one, streams) for one in judge.judge_many(found)]
    if out is not None:
        out.write_text("".join(json.dumps(line) + "\n" for line in lines))
    if json_:
        for line in lines:
            typer.echo(json.dumps(line))
    else:
        _show_verdicts(judged)
    if any(one.verdict in UNJUDGED for one in judged):
        raise typer.Exit(INFRASTRUCTURE)


def _keep(lines: list[dict[str, Any]], one: Judged, streams: bool) -> Judged:
    line = one.to_dict()
    if one.verdict in UNJUDGED:
        line["detail"] = one.detail
    if streams:
        line["detail"] = one.detail
        line["runs"] = [
            {
                "outcome": run.outcome.value,
                "stdout": run.stdout[:4096].decode("utf-8", "replace"),
                "stderr": run.stderr[:4096].decode("utf-8", "replace"),
            }
            for run in one.runs
        ]
    lines.append(line)
    return one


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read the rows of a file.

    Raises:
        InputError: The file cannot be read, or a line of it is no JSON object.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from None
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}:{number}: not JSON: {error}") from None
        if not isinstance(row, dict):
            raise InputError(f"{path}:{number}: a row must be an object, not {row!r:.60}")
        rows.append(row)
    if not rows:
        raise InputError(f"{path}: no rows in this file")
    return rows


def _show_verdicts(judged: Sequence[Judged]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("id", "outcome", "verdict", "tests", "seconds", box=None)
    for one in judged:
        tests = f"{one.tests_passed}/{one.tests_total}" if one.tests_total else "-"
        verdict = Text(one.verdict, style="green" if one.verdict == "passed" else "red")
        name = harmless(one.id)
        table.add_row(name, one.outcome.value, verdict, tests, f"{one.seconds:.3f}")
    console = open_console()
    console.print(table)
    for one in judged:
        if one.verdict in UNJUDGED:
            console.print(Text(f"{harmless(one.id)}: {harmless(one.detail)}", style="red"))
    passed = sum(one.verdict == "passed" for one in judged)
    console.print(f"{passed} of {len(judged)} passed")


def doctor(
    backend: Annotated[str | None, typer.Option(help="Look at this one only.")] = None,
    json_: Json = False,
) -> None:
    """Show the limits that each backend enforces here; exits with 3 if none is usable."""
    from rewardkit_sandbox.doctor import examine, usable

    if backend not in (None, "docker", "local"):
        raise InputError(f"--backend {backend!r}: expected docker or local")
    backends = (backend,) if backend else ("docker", "local")
    findings = list(examine(backends))
    if json_:
        good = {name: usable(findings, name) for name in backends}
        lines = [one.to_dict() for one in findings]
        typer.echo(json.dumps({"usable": good, "findings": lines}))
    else:
        _show_findings(findings)
    if not any(usable(findings, name) for name in backends):
        raise typer.Exit(INFRASTRUCTURE)


def _show_findings(findings: Sequence[Finding]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("backend", "what", "", "", box=None)
    words = {True: ("yes", "green"), False: ("no", "red"), None: ("-", "dim")}
    for one in findings:
        table.add_row(one.backend, one.name, Text(*words[one.ok]), one.detail)
    open_console().print(table)


def build(
    image: Annotated[
        Path | None, typer.Option(help="Folder with a Dockerfile; needs a registry.")
    ] = None,
    build_arg: Annotated[
        list[str] | None, typer.Option(help="NAME=VALUE for the Dockerfile (repeatable).")
    ] = None,
    network: Annotated[
        str | None, typer.Option(help="Network of a Dockerfile's steps: none, host ...")
    ] = None,
    package: Annotated[
        list[str] | None, typer.Option(help="Installed package to include (repeatable).")
    ] = None,
    program: Annotated[
        list[str] | None, typer.Option(help="Installed command to include (repeatable).")
    ] = None,
    backend: Annotated[str, typer.Option(help="docker, or local for the folder alone.")] = "docker",
    json_: Json = False,
) -> None:
    """Build an image out of the running interpreter, or out of a folder with a Dockerfile.

    Without `--image` no registry is asked: the interpreter, the packages and the programs that
    are installed here are copied, with the shared libraries that they need.
    """
    from rewardkit_sandbox.backends import images, rootfs

    arguments = _arguments(build_arg or [])
    if image is not None and (package or program or backend != "docker"):
        raise InputError("--image: a Dockerfile says itself what is in it; leave out the rest")
    if (arguments or network) and image is None:
        raise InputError(
            "--build-arg and --network are for a Dockerfile: name its folder with --image"
        )
    wanted = rootfs.usual_packages() if package is None else package
    with _sandbox_errors():
        if backend == "local":
            made = str(rootfs.build(wanted, program or ()))
        elif backend == "docker":
            from rewardkit_sandbox.backends.docker import connect

            with closing(connect(timeout=1800)) as client:
                if image is not None:
                    made = images.from_dockerfile(client, image, arguments, network)
                else:
                    made = images.ensure(client, wanted, program or ())
        else:
            raise InputError(f"--backend {backend!r}: expected docker or local")
    typer.echo(json.dumps({"image": made}) if json_ else made)


def _arguments(words: Sequence[str]) -> dict[str, str]:
    for word in words:
        if not word.partition("=")[1]:
            raise InputError(f"--build-arg {word!r}: expected NAME=VALUE")
    return {name: value for name, _, value in (word.partition("=") for word in words)}


def clean(
    everything: Annotated[
        bool, typer.Option("--all", help="Also images, and containers still in use.")
    ] = False,
    json_: Json = False,
) -> None:
    """Remove what is left of sandboxes whose process is gone."""
    from rewardkit_sandbox.clean import clean as remove

    removed = remove(everything=everything)
    words = ", ".join(f"{count} {kind}" for kind, count in removed.items())
    typer.echo(json.dumps(removed) if json_ else f"removed {words}")


COMMANDS = {"run": run, "doctor": doctor, "build": build, "clean": clean}
