"""Instruments: what tests check with, which a submission in their process could put out of order.

`builtins.all = lambda *_: True` passes `assert all(...)` whatever the tests expect. So the driver
remembers the functions and classes of the modules that tests use, and says which are others
afterwards; the same goes for the functions of the tests themselves and the names they import.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

# Modules whose functions are used to check; nobody has an honest reason to replace one of them.
_MODULES = frozenset({
    "bisect", "cmath", "collections", "contextlib", "copy", "dataclasses", "decimal", "difflib",
    "doctest", "enum", "filecmp", "fractions", "functools", "hashlib", "heapq", "inspect",
    "itertools", "json", "math", "numpy", "numpy.testing", "operator", "pytest", "re",
    "statistics", "string", "textwrap", "unittest", "unittest.mock",
})  # fmt: skip
_UNITTEST = (
    "unittest", "unittest.case", "unittest._log", "unittest.async_case", "unittest.suite",
    "unittest.loader", "unittest.mock",
)  # fmt: skip
_WITH = {"numpy": ("numpy.testing",), "unittest": _UNITTEST}

# No braces are filled here: the text is put into the driver as it stands.
GUARD = '''
class Guard:
    """Remembers what tests check with, before the submission is loaded."""

    # What programs replace honestly, and what pytest itself does.
    FREE = ("open", "input", "print", "help", "exit", "quit", "breakpoint", "__import__", "_")
    DEEP = ("unittest", "pytest", "_pytest", "doctest")
    PYTEST = (
        "approx", "capture", "logging", "monkeypatch", "outcomes", "python", "python_api",
        "raises", "recwarn", "runner", "unittest",
    )

    def __init__(self, names, own):
        import importlib
        self._kept, self._classes, self._known, self._own = [], [], {}, own
        for name in names:
            try:
                module = importlib.import_module(name)
            except Exception:
                continue  # a test that needs it says so itself
            self._known[name] = module
            self._keep(module, name)
        if "pytest" in self._known:
            for name in self.PYTEST:
                if "_pytest." + name in sys.modules:
                    self._keep(sys.modules["_pytest." + name], name)

    @staticmethod
    def does(value):
        return callable(value) or isinstance(value, (property, classmethod, staticmethod))

    def _keep(self, module, name):
        for key, value in list(vars(module).items()):
            if key in self.FREE or not self.does(value):
                continue
            self._kept.append((vars(module), key, value, name + "." + key))
            home = str(getattr(value, "__module__", ""))
            if isinstance(value, type) and home.partition(".")[0] in self.DEEP:
                space = vars(value)
                for inner, one in list(space.items()):
                    if self.does(one):
                        self._kept.append((space, inner, one, key + "." + inner))
                self._classes.append((value, set(space)))

    def bent(self):
        """Return the names of what is no longer what it was."""
        found = [name for space, key, value, name in self._kept if space.get(key) is not value]
        for kind, keys in self._classes:
            for key, value in list(vars(kind).items()):
                over = [one for one in kind.__mro__[1:] if key in vars(one)]
                if key not in keys and over and self.does(value):
                    found.append(kind.__name__ + "." + key)
        for module in list(sys.modules.values()):
            place = getattr(module, "__file__", None)
            base = os.path.basename(place) if type(place) is str else ""
            if base in self._own:
                found += self._bent_in(vars(module), base, self._own[base])
        return found

    def _bent_in(self, space, base, own):
        for name in own["functions"]:
            holder, _, key = name.rpartition(".")
            inside = vars(space[holder]) if isinstance(space.get(holder), type) else {}
            value = (inside if holder else space).get(key)
            code = getattr(value, "__code__", None)
            if value is not None and (
                code is None
                or code.co_name != key
                or os.path.basename(code.co_filename) != base
            ):
                yield name
        for name, module, key in own["imports"]:
            if name in space and module in self._known:
                known = vars(self._known[module]).get(key) if key else self._known[module]
                if space[name] is not known:
                    yield name
        for name in own["hidden"] and [key for key in vars(builtins) if key[:1] != "_"]:
            if name in space and name not in own["bound"]:
                yield name
'''


def instruments(files: tuple[tuple[str, str], ...], style: str, asked: str = "") -> dict[str, Any]:
    """Return what the driver is to remember: modules, and what each file of tests defines.

    Args:
        files: Paths and texts of the tests.
        style: `assert`, `unittest` or `pytest`.
        asked: The function that the submission is asked for, which may have a builtin's name.

    Example:
        >>> text = "from math import isclose" + chr(10) + "def same(): 0"
        >>> found = instruments((("t.py", text),), "assert")
        >>> found["modules"], found["own"]["t.py"]["functions"], found["own"]["t.py"]["imports"]
        (['builtins', 'math'], ['same'], [('isclose', 'math', 'isclose')])
    """
    modules = ["builtins", *_UNITTEST[: 5 * (style == "unittest")]]
    own: dict[str, Any] = {}
    for path, text in files:
        tree = ast.parse(text)
        bound = _bound(tree)
        imports = list(_imports(tree.body))
        for module in dict.fromkeys(one for _, one, _ in _imports(ast.walk(tree))):
            modules += [module, *_WITH.get(module.partition(".")[0], ())]
        base = path.rpartition("/")[2]
        stars = any(
            one.name == "*"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for one in node.names
        )
        again = base in own  # two files of one name cannot be told apart
        own[base] = {
            "functions": [] if again else [one for one in _functions(tree) if bound[one] == 1],
            "imports": [one for one in imports if bound[one[0]] == 1 and not again],
            "bound": sorted({*bound, asked}),
            "hidden": not stars and not again,
        }
    if style == "pytest":
        modules.append("pytest")
    return {"modules": list(dict.fromkeys(modules)), "own": own}


def _imports(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str, str]]:
    """Yield the names that statements import of instruments: name, module and what of it."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for one in node.names:
                if one.name in _MODULES and (one.asname or "." not in one.name):
                    yield one.asname or one.name, one.name, ""
                elif one.name in _MODULES:
                    yield one.name.partition(".")[0], one.name.partition(".")[0], ""
        elif isinstance(node, ast.ImportFrom) and node.module in _MODULES and not node.level:
            for one in node.names:
                whole = f"{node.module}.{one.name}" in _MODULES
                module, key = (
                    (f"{node.module}.{one.name}", "") if whole else (node.module, one.name)
                )
                yield one.asname or one.name, module, key


def _functions(tree: ast.Module) -> Iterator[str]:
    """Yield functions and methods that no decorator replaces."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    for node in tree.body:
        if isinstance(node, kinds) and not node.decorator_list:
            yield node.name
        elif isinstance(node, ast.ClassDef) and not node.decorator_list:
            for one in node.body:
                private = getattr(one, "name", "").startswith("__")
                if isinstance(one, kinds) and not one.decorator_list and not private:
                    yield f"{node.name}.{one.name}"


def _bound(tree: ast.Module) -> Counter[str]:
    """Count how often a file gives each name of its own a value, methods by their class."""
    found: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found[node.name] += 1
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found[node.id] += 1
        elif isinstance(node, ast.alias):
            found[(node.asname or node.name).partition(".")[0]] += 1
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found[node.name] += 1
        if isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    found[f"{node.name}.{one.name}"] += 1
    return found


def changed_by_tests(files: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """Return the names that tests themselves may replace: assigned attributes, and words in texts.

    Example:
        >>> sorted(changed_by_tests((("t.py", "math.sqrt = f; patch('math.exp', g)"),)))
        ['exp', 'sqrt']
    """
    found: set[str] = set()
    for _, text in files:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                word = node.value.rpartition(".")[2]
                found |= {word} if word.isidentifier() else set()
    return frozenset(found)
