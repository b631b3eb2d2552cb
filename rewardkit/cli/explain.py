"""`rewardkit explain`: the tree of a reward before anything runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from rewardkit.cli.console import open_console
from rewardkit.cli.exit_codes import GATE
from rewardkit.cli.spec_option import Host, Untrusted, read_reward
from rewardkit.explain.tree import Explanation, Node, explain

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree


def command(
    spec: Annotated[str, typer.Argument(help="Spec file, module:attribute or registry id.")],
    dominant: Annotated[
        float, typer.Option(min=0.01, max=1.0, help="Share from which a part dominates a sum.")
    ] = 0.8,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on any warning.")] = False,
    untrusted: Untrusted = False,
    host: Host = None,
) -> None:
    """Show the tree of a reward: ranges, effective weights, fingerprints and warnings.

    The share of a reward is the most that it alone can move the total, in percent of the
    total's range.
    """
    found = explain(read_reward(spec, untrusted, host), dominant)
    if json_:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False))
    else:
        _show(found)
    if strict and found.warnings:
        raise typer.Exit(GATE)


def _show(found: Explanation) -> None:
    from rich.text import Text

    console = open_console()
    console.print(_tree(found.tree))
    for one in found.warnings:
        line = Text.assemble((one.code, "yellow"), "  ", (one.path, "bold"), f": {one.message}")
        console.print()
        console.print(line)
    if not found.warnings:
        console.print("no warnings", style="green")


def _tree(node: Node) -> Tree:
    from rich.tree import Tree

    tree = Tree(_label(node))
    for child in node.children:
        tree.children.append(_tree(child))
    return tree


def _label(node: Node) -> Text:
    from rich.text import Text

    label = Text.assemble((node.name, "bold"), f"  {node.range}")
    if node.weight is not None:
        label.append(f"  x {node.weight:g}")
    if node.share is not None:
        label.append(f"  {node.share:.0%}", style="cyan")
    if node.word != node.name:
        label.append(f"  {node.word}", style="green")
    options = {key: value for key, value in node.options.items() if value is not None}
    if options:
        label.append("  " + ", ".join(f"{key}={value}" for key, value in options.items()), "dim")
    label.append(f"  {node.fingerprint}", style="dim")
    return label
