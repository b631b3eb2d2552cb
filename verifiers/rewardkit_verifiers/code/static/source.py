"""What the source of a program says about it: imports, calls, names, constructs, functions.

The program is parsed and never run. Aliases are followed (`import numpy as np`), so that a call
goes by the name that its library gives it; what is computed while it runs is out of sight.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field

# Words for constructs; each stands for these nodes.
CONSTRUCTS: dict[str, tuple[type[ast.AST], ...]] = {
    "for": (ast.For, ast.AsyncFor),
    "while": (ast.While,),
    "loop": (ast.For, ast.AsyncFor, ast.While),
    "comprehension": (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    "lambda": (ast.Lambda,),
    "class": (ast.ClassDef,),
    "try": (ast.Try, ast.TryStar),
    "with": (ast.With, ast.AsyncWith),
    "assert": (ast.Assert,),
    "global": (ast.Global, ast.Nonlocal),
    "delete": (ast.Delete,),
    "yield": (ast.Yield, ast.YieldFrom),
    "async": (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await),
    "decorator": (),  # no node of its own
    "recursion": (),
    "import": (ast.Import, ast.ImportFrom),
    "if": (ast.If, ast.IfExp),
    "match": (ast.Match,),
    "fstring": (ast.JoinedStr,),
    "walrus": (ast.NamedExpr,),
}
DYNAMIC = "dynamic import"
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_BUILTINS = frozenset(dir(builtins))


@dataclass(slots=True)
class Facts:
    """What was found in a program.

    Attributes:
        imports: Modules by their full names, also of `__import__("x")`; `dynamic import` where
            the name is computed.
        calls: What is called, by full name: `numpy.sum`, `sorted`, `.append` for a method of
            something unknown.
        names: Names that are read, by full name, whether they are called or not.
        constructs: The words of CONSTRUCTS that apply.
        functions: Functions by name, `Class.method` for methods: parameter counts as
            (fewest, most), most None for any number.
        stubs: Functions whose body does nothing.
    """

    imports: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    constructs: set[str] = field(default_factory=set)
    functions: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    stubs: set[str] = field(default_factory=set)


def read_source(text: str) -> Facts:
    """Return what a program says.

    Raises:
        SyntaxError: It is not Python; ValueError, MemoryError or RecursionError where the parser
            gives up.

    Example:
        >>> facts = read_source("import numpy as np; mean = lambda x: np.mean(x)")
        >>> sorted(facts.calls), facts.functions
        (['.mean', 'numpy.mean'], {'mean': (1, 1)})
    """
    tree = ast.parse(text)
    facts = Facts()
    aliases = _aliases(tree, facts)
    own = _own_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            _call(node, aliases, own, facts)
        elif isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            facts.names.update(filter(None, [_full_name(node, aliases, own)]))
        _construct(node, facts)
    for name, function in _functions(tree):
        facts.functions[name] = _parameters(function, method="." in name)
        if _does_nothing(function):
            facts.stubs.add(name)
    return facts


def _aliases(tree: ast.Module, facts: Facts) -> dict[str, str]:
    """Return local names of imports -> full names; notes the imports."""
    aliases: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                facts.imports.add(one.name)
                aliases[one.asname or one.name.partition(".")[0]] = (
                    one.name if one.asname else one.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            home = "." * node.level + (node.module or "")
            facts.imports.add(home)
            for one in node.names:
                facts.names.add(f"{home}.{one.name}")
                aliases[one.asname or one.name] = f"{home}.{one.name}"
    return aliases


def _own_names(tree: ast.Module) -> set[str]:
    """Names that the program binds itself: a builtin among them is no longer the builtin."""
    own: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (*_function_kinds(), ast.ClassDef)):
            own.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.add(node.id)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
    return own


def _function_kinds() -> tuple[type[ast.FunctionDef], type[ast.AsyncFunctionDef]]:
    return ast.FunctionDef, ast.AsyncFunctionDef


def _full_name(node: ast.expr, aliases: dict[str, str], own: set[str]) -> str:
    """Return the dotted name of an expression, `.name` below something unknown, or ""."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        root = aliases.get(node.id, node.id)
        if node.id in own and node.id not in aliases and node.id in _BUILTINS:
            root = f"own {node.id}"
        parts.append(root)
        return ".".join(reversed(parts)).removeprefix("builtins.")
    return f".{parts[0]}" if parts else ""


def _call(node: ast.Call, aliases: dict[str, str], own: set[str], facts: Facts) -> None:
    name = _full_name(node.func, aliases, own)
    if name:
        facts.calls.add(name)
    if isinstance(node.func, ast.Attribute):
        facts.calls.add(f".{node.func.attr}")
    if name in ("__import__", "importlib.import_module", "importlib.__import__"):
        argument = node.args[0] if node.args else None
        constant = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        facts.imports.add(str(argument.value) if constant else DYNAMIC)  # type: ignore[union-attr]


def _construct(node: ast.AST, facts: Facts) -> None:
    for word, kinds in CONSTRUCTS.items():
        if isinstance(node, kinds):
            facts.constructs.add(word)
    if isinstance(node, (*_function_kinds(), ast.ClassDef)) and node.decorator_list:
        facts.constructs.add("decorator")
    if isinstance(node, _function_kinds()) and _calls_itself(node):
        facts.constructs.add("recursion")


def _calls_itself(function: _Function) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id == function.name:
                return True
            own = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name)
            if own and called.attr == function.name and called.value.id in ("self", "cls"):  # type: ignore[attr-defined]
                return True
    return False


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.arguments | _Function]]:
    for node in tree.body:
        if isinstance(node, _function_kinds()):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, _function_kinds()):
                    yield f"{node.name}.{inner.name}", inner
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value.args


def _parameters(function: ast.arguments | _Function, method: bool) -> tuple[int, int | None]:
    args = function if isinstance(function, ast.arguments) else function.args
    most = len(args.posonlyargs) + len(args.args)
    static = not isinstance(function, ast.arguments) and any(
        isinstance(one, ast.Name) and one.id == "staticmethod" for one in function.decorator_list
    )
    if method and not static and most:
        most -= 1
    fewest = max(0, most - len(args.defaults))
    return fewest, None if args.vararg else most


def _does_nothing(function: ast.arguments | _Function) -> bool:
    if isinstance(function, ast.arguments):
        return False
    return all(
        isinstance(line, ast.Pass)
        or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
        or (isinstance(line, ast.Raise) and "NotImplementedError" in ast.dump(line))
        for line in function.body
    )
