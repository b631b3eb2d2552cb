"""The command-line application: the verbs, and the exit code of each error.

Exit codes: 0 ok, 1 a check failed, 2 wrong input or usage, 3 a fault outside the input (a sandbox,
a judge, a broken plugin, a missing extra), 130 interrupted.
"""

from __future__ import annotations

import functools
import importlib.util
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from rewardkit.cli.console import for_terminal
from rewardkit.cli.examples import epilog
from rewardkit.cli.exit_codes import INFRASTRUCTURE, INTERRUPTED, OK, USAGE
from rewardkit.cli.option_words import with_words
from rewardkit.engine.progress import without_hints
from rewardkit.errors import (
    JudgeError,
    MissingExtra,
    PeerFailed,
    PluginError,
    RewardkitError,
    SandboxError,
    ScoringError,
    ServerError,
)

# In the order of the work: write, look, test, run, train.
VERBS = {
    "init": "Start a folder with a reward and cases that pass.",
    "list": "List the verifiers that are installed.",
    "show": "Show one verifier: card, settings, cases, known failures.",
    "import": "Read a grader of another system into a spec.",
    "explain": "Show the tree of a reward: ranges, weights, fingerprints, warnings.",
    "schema": "Write the JSON Schema of specs, for editors.",
    "test": "Run the cases of rewards.",
    "score": "Score a file of completions.",
    "summary": "Sum up a file of results.",
    "replay": "Score the rollouts of a store again with another reward.",
    "compare": "Compare two rewards on the same samples.",
    "diff": "Show the differences of two rewards in words.",
    "report": "Write a page of results, of a run or of an attack.",
    "view": "Serve the page of a run that goes on.",
    "attack": "Attack a reward with hostile replies and show what they earn.",
    "draft": "Have a model propose a reward, and keep what passes cases and an attack.",
    "lint": "Check a reward against the data it will be trained on.",
    "certify": "Check the verifiers against completions with known bounds.",
    "judge": "Calibrate a judge by labels, or compare two.",
    "train": "Train a policy with GRPO against a reward.",
    "export": "Write the file that a trainer's configuration names.",
    "conformance": "Take 200 rows through the adapter of a trainer.",
    "serve": "Serve a reward to trainers over HTTP.",
    "sandbox": "Run untrusted programs: run, doctor, build, clean.",
    "doctor": "Show what is installed, what is missing, and how to get it.",
}
_OUTSIDE = (
    SandboxError, JudgeError, PluginError, MissingExtra, PeerFailed, ScoringError, ServerError
)  # fmt: skip
DEBUG = "REWARDKIT_DEBUG"
# A module cannot be called like a keyword of Python.
_MODULES = {"import": "import_grader"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code.

    Args:
        arguments: The words after `rewardkit`; those of this process by default.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="backslashreplace"
            )  # completions may hold characters that the terminal's encoding lacks
    words = list(sys.argv[1:] if arguments is None else arguments)
    _frame(words)(args=words, prog_name="rewardkit")


def _frame(words: Sequence[str]) -> typer.Typer:
    app = typer.Typer(
        help="Write, compose, test and run reward functions for RL on language models.",
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,
    )
    app.callback()(_options)
    for verb, summary in VERBS.items():
        if importlib.util.find_spec(_module(verb)) is None:
            continue
        if verb in words and (parts := _parts(verb)):
            group = typer.Typer(help=summary, no_args_is_help=True, rich_markup_mode=None)
            for name, function in parts.items():
                group.command(name, epilog=epilog(f"{verb} {name}"))(guarded(function))
            app.add_typer(group, name=verb)
            continue
        # Only the verb of this call is imported; the others need just a line of help.
        command = _command(verb) if verb in words else _unused
        app.command(verb, help=None if verb in words else summary, epilog=epilog(verb))(command)
    return app


def _module(verb: str) -> str:
    return f"rewardkit.cli.{_MODULES.get(verb, verb)}"


def _parts(verb: str) -> dict[str, Callable[..., Any]]:
    """Return the commands of a verb that has several."""
    found: dict[str, Callable[..., Any]] = getattr(import_module(_module(verb)), "COMMANDS", {})
    return found


def _command(verb: str) -> Callable[..., Any]:
    module = import_module(_module(verb))
    function: Callable[..., Any] = getattr(module, "command", None) or getattr(module, verb)
    return guarded(function)


def _unused() -> None:
    """Replace a verb that this call does not use."""


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"rewardkit {version('rewardkit')}")
        raise typer.Exit(OK)


def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool,
        typer.Option(
            "-V", "--version", callback=_version, help="Print the version.", is_eager=True
        ),
    ] = False,
) -> None:
    if debug:
        os.environ[DEBUG] = "1"


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command that prints an expected error as one paragraph and sets the exit code."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            with without_hints():
                command(*args, **kwargs)
        except RewardkitError as error:
            code = INFRASTRUCTURE if isinstance(error, _OUTSIDE) else USAGE
            raise typer.Exit(_report(error, code)) from None
        except KeyboardInterrupt:
            typer.echo("interrupted", err=True)
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # The reader closed the pipe, as `head` does; no message can be delivered.
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - for the flush at exit
            raise typer.Exit(OK) from None
        except OSError as error:
            raise typer.Exit(_report(error, INFRASTRUCTURE, _cause(error))) from None
        except Exception as error:
            if type(error).__module__.partition(".")[0] in ("typer", "click"):
                raise  # click's own exits and usage errors
            # A bug must not exit with the code of a failed check.
            traceback.print_exception(error)
            raise typer.Exit(INFRASTRUCTURE) from None

    vars(run)["__signature__"] = with_words(command)
    return run


def _cause(error: OSError) -> str:
    """Return the message of an error with the object of the error in front."""
    if error.strerror is None or isinstance(error, ConnectionError):
        return str(error)
    what = "standard output" if error.filename is None else error.filename
    return f"{what}: {error.strerror[:1].lower()}{error.strerror[1:]}"


def _report(error: BaseException, code: int, text: str = "") -> int:
    if os.environ.get(DEBUG):
        typer.echo("".join(traceback.format_exception(error)), err=True)
    else:
        said = f"error: {text or getattr(error, 'on_command_line', error)}"
        typer.echo(for_terminal(said, sys.stderr), err=True)
    return code
