"""Reason codes are data: what the code gives and what the tables of its rooms say agree."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HAIKU = "examples/plugin/src/rewardkit_haiku"
PACKAGES = ("rewardkit", "sandbox/rewardkit_sandbox", "verifiers/rewardkit_verifiers", HAIKU)
Function = ast.FunctionDef | ast.AsyncFunctionDef
# Calls that take a `reason` which reaches no score: the judge's ledger of calls; what a grammar
# cannot read, which becomes a detail; what a case or an assertion expects; tallies.
NO_SCORE = {"Outcome", "Unreadable", "Expect", "assert_score", "Tally.add", "Summary.add_fault"}
# A worker of sympy is a reward only for the pool; its scores are read and become details.
NO_SCORE_FILES = {"verifiers/rewardkit_verifiers/math/lib/sympy/worker.py"}
# `failed` of the sandbox's kernel module takes the name of a system call.
SINK_FILES = {"failed": "rewardkit/engine/"}
# Reasons that a test compares or renames, of the closed set of outcomes of a run.
RENAMED = {"ok", "failed", "timeout"}


@dataclass
class Found:
    """The reason codes that a source gives, and the expressions that could not be followed."""

    codes: dict[str, str] = field(default_factory=dict)
    """Where each code stands, as file:line."""
    lost: list[str] = field(default_factory=list)


@cache
def sources() -> dict[str, ast.Module]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
    }


@cache
def tables() -> dict[str, dict[str, str]]:
    """Return the literal of each `REASONS` of a `reasons.py` or a `verifier.py`, by file."""
    return {
        path: ast.literal_eval(node.value)
        for path, tree in sources().items()
        if Path(path).name in ("reasons.py", "verifier.py")
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and spelt(node.target) == "REASONS" and node.value
    }


def position(function: Function, method: bool) -> int | None:
    names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
    names = names[1:] if method else names
    return names.index("reason") if "reason" in names else None


@cache
def sinks() -> dict[str, int]:
    """Return the position of the parameter or field `reason` of every callable that has one."""
    # The method of a verdict of mathematics is the reason of a score that says "equal".
    found = {"Verdict": 1}
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ClassDef):
                continue
            fields = [spelt(one.target) for one in node.body if isinstance(one, ast.AnnAssign)]
            if "reason" in fields:
                found[node.name] = fields.index("reason")
            for one in node.body:
                if isinstance(one, Function) and (at := position(one, True)) is not None:
                    name = node.name if one.name == "__init__" else f"{node.name}.{one.name}"
                    found[name] = at
        for node in tree.body:
            here = path.startswith(SINK_FILES.get(getattr(node, "name", ""), ""))
            if here and isinstance(node, Function) and (at := position(node, False)) is not None:
                found[node.name] = at
    return {name: at for name, at in found.items() if name not in NO_SCORE}


class Follow:
    """Follow the expressions of one source that become a reason back to their literals."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.tree = sources()[path]
        self.found = Found()
        self.functions = {
            node.name: node for node in ast.walk(self.tree) if isinstance(node, Function)
        }
        # What this source defines without a reason, under the name of something with one.
        self.without_reason = {
            node.name
            for node in self.tree.body
            if (isinstance(node, ast.ClassDef) and "reason: str" not in ast.unparse(node))
            or (isinstance(node, Function) and position(node, False) is None)
        }

    def run(self) -> Found:
        self._visit(self.tree, [self.tree])
        if self.path == "sandbox/rewardkit_sandbox/types.py":
            self._outcomes()
        return self.found

    def _outcomes(self) -> None:
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef) and node.name == "Outcome":
                for one in node.body:
                    value = one.value if isinstance(one, ast.Assign) else None
                    if isinstance(value, ast.Constant) and value.value not in RENAMED:
                        self._resolve(value, [])

    def _visit(self, node: ast.AST, scopes: list[ast.AST]) -> None:
        for child in ast.iter_child_nodes(node):
            inner = [*scopes, child] if isinstance(child, Function) else scopes
            if isinstance(child, ast.Call):
                self._call(child, inner)
            if isinstance(child, ast.Assign):
                target = child.targets[0]
                if isinstance(target, ast.Attribute) and target.attr == "reason":
                    self._resolve(child.value, inner)
            self._visit(child, inner)

    def _call(self, call: ast.Call, scopes: list[ast.AST]) -> None:
        name = ast.unparse(call.func)
        at = sinks().get(name)
        if at is None or not self.path.startswith(SINK_FILES.get(name, "")):
            return
        if name in self.without_reason:
            return
        if name == "Verdict" and never_true(call.args[0]):
            return  # only a verdict of equality hands its method to a score
        for word in call.keywords:
            if word.arg == "reason":
                self._resolve(word.value, scopes)
        if any(isinstance(one, ast.Starred) for one in call.args[: at + 1]):
            self._yielded()
        elif at < len(call.args):
            self._resolve(call.args[at], scopes)

    def _yielded(self) -> None:
        """Take the first item of each tuple that a generator of this source yields."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                self._resolve(node.value.elts[0], [])

    def _resolve(self, value: ast.expr, scopes: list[ast.AST], depth: int = 0) -> None:
        match value:
            case ast.Constant(value=str(text)):
                if text:
                    self.found.codes.setdefault(text, f"{self.path}:{value.lineno}")
            case ast.IfExp(body=one, orelse=other):
                self._resolve(one, scopes, depth)
                self._resolve(other, scopes, depth)
            case ast.BoolOp(values=values):
                for one in values:
                    self._resolve(one, scopes, depth)
            case ast.Attribute(attr="reason" | "method" | "value"):
                pass  # given elsewhere, and found there
            case ast.JoinedStr(
                values=[
                    ast.Constant(value=str(start)),
                    ast.FormattedValue(value=ast.Name(id=name)),
                ]
            ) if ends := choices(scopes, name):
                for end in ends:
                    self.found.codes.setdefault(start + end, f"{self.path}:{value.lineno}")
            case ast.Subscript(value=one):
                self._resolve(one, scopes, depth)
            case ast.ListComp(elt=one):
                self._resolve(one, scopes, depth)
            case ast.Dict(values=values):
                for one in values:
                    self._resolve(one, scopes, depth)
            case ast.Call(func=ast.Attribute(value=one, attr="get")):
                self._resolve(one, scopes, depth)
            case ast.Call(func=ast.Name(id=name)):
                self._returns(name, value, depth)
            case ast.Name(id=name) if depth < 12:
                self._assigned(name, value, scopes, depth)
            case _:
                self.found.lost.append(f"{self.path}:{value.lineno} {ast.unparse(value)}")

    def _returns(self, name: str, value: ast.expr, depth: int) -> None:
        local = {self.path: self.functions[name]} if name in self.functions else {}
        for path, function in (local or elsewhere(name)).items():
            other = self if path == self.path else Follow(path)
            for one in ast.walk(function):
                if isinstance(one, ast.Return) and one.value is not None:
                    other._resolve(one.value, [other.tree, function], depth + 1)
            if other is not self:
                self.found.codes.update(other.found.codes)
                self.found.lost += other.found.lost
        # str(...) of a reason that the engine read from its cache or from a worker is no new one.
        stored = name == "str" and self.path.startswith("rewardkit/engine/")
        if not local and not stored and not elsewhere(name):
            self.found.lost.append(f"{self.path}:{value.lineno} {ast.unparse(value)}")

    def _assigned(self, name: str, value: ast.expr, scopes: list[ast.AST], depth: int) -> None:
        for scope in reversed(scopes):
            given = list(assignments(scope, name))
            for one in given:
                self._resolve(one, scopes, depth + 1)
            if given or (isinstance(scope, Function) and position(scope, False) is not None):
                return
        # Nor a parameter of another name, whose literals stand at calls that are not followed.
        if not unpacked(self.tree, name):
            self.found.lost.append(f"{self.path}:{value.lineno} {name}")


def choices(scopes: list[ast.AST], name: str) -> list[str]:
    """Return the texts of a parameter that is annotated as a `Literal` of several texts."""
    for scope in scopes:
        for arg in ast.walk(scope.args) if isinstance(scope, Function) else ():
            if isinstance(arg, ast.arg) and arg.arg == name:
                text = ast.unparse(arg.annotation or arg)
                return list(ast.literal_eval(text[7:])) if text.startswith("Literal[") else []
    return []


def never_true(value: ast.expr) -> bool:
    if isinstance(value, ast.IfExp):
        return never_true(value.body) and never_true(value.orelse)
    return isinstance(value, ast.Constant) and value.value is not True


def elsewhere(name: str) -> dict[str, Function]:
    """Return the functions of a name that stand at the top of any source, by path."""
    return {
        path: node
        for path, tree in sources().items()
        for node in tree.body
        if isinstance(node, Function) and node.name == name
    }


def assignments(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    """Yield what a name is assigned in a scope, by `=`, `:=`, or a loop over written tuples."""
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                yield from (v for n, v in zip(names, values, strict=False) if spelt(n) == name)
            case ast.AnnAssign(value=value) | ast.NamedExpr(value=value):
                if value is not None and spelt(node.target) == name:
                    yield value
            case ast.AugAssign() if spelt(node.target) == name:
                yield ast.copy_location(ast.BinOp(node.value, node.op, node.value), node)
            case ast.For(target=ast.Tuple(elts=names), iter=given) if name in map(spelt, names):
                for item in rows(scope, given):
                    yield item.elts[[*map(spelt, names)].index(name)]


def spelt(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def rows(scope: ast.AST, given: ast.expr) -> Iterator[ast.Tuple]:
    """Yield the tuples of a written sequence, or those appended to a list in the scope."""
    if isinstance(given, ast.Tuple | ast.List):
        yield from (one for one in given.elts if isinstance(one, ast.Tuple))
    elif isinstance(given, ast.Name):
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == f"{given.id}.append":
                yield from (one for one in node.args if isinstance(one, ast.Tuple))


def unpacked(tree: ast.AST, name: str) -> bool:
    """Whether a name comes out of a stored or sent record that is unpacked here."""
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Tuple)
        and name in [ast.unparse(one) for one in node.targets[0].elts]
        for node in ast.walk(tree)
    )


@cache
def given() -> dict[str, Found]:
    return {
        path: Follow(path).run()
        for path in sources()
        if path not in NO_SCORE_FILES and Path(path).name != "reasons.py"
    }


@cache
def floors() -> dict[str, int]:
    """Return the height of each room of rewardkit, from the contract in pyproject.toml."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["name"] == "inside rewardkit")
    return {
        room.strip(): len(layers) - height
        for height, layer in enumerate(layers)
        for room in layer.split("|")
    }


def home(path: str) -> str:
    """Return the folder whose code a table is for: `lib` belongs to its whole family."""
    folder = Path(path).parent
    return (folder.parent if folder.name == "lib" else folder).as_posix()


def reaches(path: str, table: str) -> bool:
    """Whether a source may give the codes of a table: one of its room, or of a room below."""
    if path.startswith(f"{home(table)}/"):
        return True
    if not table.startswith(("rewardkit/", "sandbox/")):
        return False
    if not path.startswith(("rewardkit/", "sandbox/")):
        return True  # verifiers stand on both
    if path.startswith("sandbox/") or table.startswith("sandbox/"):
        return path.startswith("rewardkit/")
    here, there = (floors().get(one.split("/")[1], 0) for one in (path, table))
    return there < here


def table_to_edit(path: str) -> str:
    """Return the file of the table in which a code of a source belongs."""
    near = [table for table in tables() if path.startswith(f"{home(table)}/")]
    if near:
        return max(near, key=lambda table: len(home(table)))
    return f"{Path(path).parent.as_posix()}/reasons.py (a new file with REASONS)"


def test_every_reason_that_the_code_gives_has_a_sentence_in_the_table_of_its_room() -> None:
    missing = [
        f'{where}: add "{code}": "<one sentence>" to REASONS in {table_to_edit(path)}'
        for path, found in given().items()
        for code, where in found.codes.items()
        if not any(code in table and reaches(path, at) for at, table in tables().items())
    ]
    assert not missing, "\n".join(missing)


def test_every_sentence_of_a_table_belongs_to_a_reason_that_some_code_gives() -> None:
    unused = [
        f'{at}: no code gives "{code}"; remove it from REASONS'
        for at, table in tables().items()
        for code in table
        if not any(code in found.codes for path, found in given().items() if reaches(path, at))
    ]
    assert not unused, "\n".join(unused)


def test_every_expression_that_becomes_a_reason_can_be_followed_to_its_literals() -> None:
    lost = [
        f"{one}: write the code as a literal" for found in given().values() for one in found.lost
    ]
    assert not lost, "\n".join(lost)


def test_no_two_tables_give_one_code_two_meanings() -> None:
    meanings: dict[str, dict[str, str]] = {}
    for at, table in tables().items():
        for code, sentence in table.items():
            meanings.setdefault(code, {})[at] = sentence
    differing = {code: said for code, said in meanings.items() if len(set(said.values())) > 1}
    assert differing == {}


@pytest.mark.parametrize("at", sorted(tables()))
def test_a_table_is_sorted_and_says_one_short_sentence_for_each_code(at: str) -> None:
    table = tables()[at]
    assert list(table) == sorted(table)
    for code, sentence in table.items():
        assert code.isidentifier(), code
        assert code == code.lower(), code
        assert sentence[0].isupper(), code
        assert sentence.endswith("."), code
        assert 20 <= len(sentence) <= 100, code


def test_the_page_of_reasons_lists_each_code_of_our_tables_under_its_table_and_no_other() -> None:
    page = ROOT / "docs" / "reasons.md"
    written: dict[str, list[str]] = {}
    at = ""
    for line in page.read_text(encoding="utf-8").splitlines():
        if match := re.search(r"The table is `(.+)`\.$", line):
            at = match[1]
        elif line.startswith("| `"):
            written.setdefault(at, []).append(line)
    ours = {
        at: [f"| `{code}` | {sentence} |" for code, sentence in table.items()]
        for at, table in tables().items()
        if not at.startswith("examples/")
    }
    assert written == ours, "docs/reasons.md and the tables differ: edit the page"
