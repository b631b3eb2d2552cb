"""Does a program, read and never run, have what it should have and nothing that it must not?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.errors import closest
from rewardkit_verifiers.code.lib.extract import NoCode, Policy, extract_code
from rewardkit_verifiers.code.static.source import CONSTRUCTS, DYNAMIC, Facts, read_source

Words = tuple[str, ...]
# The reason and the sentence of a breach, and whether all is well.
Check = tuple[str, str, bool]


def _check(settings: Mapping[str, Any]) -> None:
    for key in ("need_constructs", "forbid_constructs"):
        for word in settings[key]:
            if word not in CONSTRUCTS:
                raise ValueError(f"{key} has no construct {word!r}.{closest(word, CONSTRUCTS)}")
    if settings["parameters"] is not None and not settings["function"]:
        raise ValueError(f"parameters={settings['parameters']} needs the name of the function")


@reward(check=_check, isolated=True, timeout=20.0)
def static(
    completion: str,
    *,
    function: str = "",
    parameters: int | None = None,
    need_imports: Words = (),
    forbid_imports: Words = (),
    allow_imports: Words | None = None,
    need_calls: Words = (),
    forbid_calls: Words = (),
    need_names: Words = (),
    forbid_names: Words = (),
    need_constructs: Words = (),
    forbid_constructs: Words = (),
    score: Literal["all", "fraction"] = "all",
    blocks: Policy = "last",
    strict: bool = False,
) -> Score:
    """Pay a Python program that has what it should have and nothing that it must not.

    The program is parsed and never run, and comments and strings are not code. Names are those
    of the library: `numpy.sum` is met by `np.sum(x)` after `import numpy as np`. A name `.sort`
    is a method of anything. A function that only passes or raises NotImplementedError is none.

    Args:
        completion: The reply, with the program in a code block or bare.
        function: A function that must be defined; `Class.method` for a method.
        parameters: With how many positional arguments it must be callable.
        need_imports: Modules of which each must be imported, or something below it.
        forbid_imports: Modules that must not be, nor anything below them.
        allow_imports: The only modules that may be imported.
        need_calls: Functions of which each must be called somewhere.
        forbid_calls: Functions that must not be called, nor be mentioned so as to be called.
        need_names: Names that must be read.
        forbid_names: Names that must not be read.
        need_constructs: Words such as `recursion`; see `CONSTRUCTS`.
        forbid_constructs: Words such as `for`, `while`, `try`.
        score: `all` pays 1 when every check holds; `fraction` pays the share that holds, that
            the program parses being one of them.
        blocks: Which code block counts, where there are several.
        strict: Read only closed fences, and only one block.

    Returns:
        1 or 0, or the fraction; the reason names the first check that fails. A reply without
        code is unparsed.

    Raises:
        DefinitionError: A construct is unknown, or the settings contradict one another.

    Example:
        >>> sums = static(function="total", parameters=1, need_calls=("numpy.sum",))
        >>> code = "import numpy as np; total = lambda x: np.sum(x)"
        >>> sums.score(completion=code).value
        1.0
        >>> print(sums.score(completion="def total(x): return sum(x)"))
        static  0  in [0, 1]  (missing_call: numpy.sum is never called)
    """
    found = extract_code(
        completion, policy=blocks, defines=(function,) if function else (), strict=strict
    )
    if isinstance(found, NoCode):
        return Score.unparsed(found.reason, found.detail)
    try:
        facts = read_source(found.text)
    except (SyntaxError, ValueError) as error:
        return Score.ok(0.0, "syntax_error", str(error)[:200])
    except (MemoryError, RecursionError):
        return Score.ok(0.0, "syntax_error", "nested too deeply for the parser")
    checks = [
        *_function_checks(facts, function, parameters),
        *_import_checks(facts, need_imports, forbid_imports, allow_imports),
        *_name_checks(facts, need_calls, forbid_calls, need_names, forbid_names),
        *_construct_checks(facts, need_constructs, forbid_constructs),
    ]
    failed = [(reason, detail) for reason, detail, holds in checks if not holds]
    if not failed:
        return Score.ok(1.0)
    share = (1 + len(checks) - len(failed)) / (1 + len(checks))
    return Score.ok(share if score == "fraction" else 0.0, *failed[0])


def _function_checks(facts: Facts, name: str, parameters: int | None) -> Iterator[Check]:
    if not name:
        return
    yield "missing_function", f"{name} is not defined", name in facts.functions
    yield "stub", f"{name} does nothing", name in set(facts.functions) - facts.stubs
    if parameters is not None:
        detail = f"{name} cannot be called with {parameters} arguments"
        yield "parameters", detail, _fits(facts.functions.get(name), parameters)


def _fits(bounds: tuple[int, int | None] | None, count: int) -> bool:
    if bounds is None:
        return False
    return bounds[0] <= count and (bounds[1] is None or count <= bounds[1])


def _below(name: str, modules: Words) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def _import_checks(
    facts: Facts, need: Words, forbid: Words, allow: Words | None
) -> Iterator[Check]:
    for module in need:
        found = any(_below(one, (module,)) for one in facts.imports)
        yield "missing_import", f"{module} is not imported", found
    for module in forbid:
        # `from os import path` brings a name below the module as well.
        found = any(_below(one, (module,)) for one in facts.imports | facts.names)
        yield "forbidden_import", f"{module} is imported", not found
    if allow is not None:
        detail = f"something other than {', '.join(allow) or 'nothing'} is imported"
        yield "forbidden_import", detail, all(_below(one, allow) for one in facts.imports)
    elif forbid:
        detail = "the name of an import is computed"
        yield "forbidden_import", detail, DYNAMIC not in facts.imports


def _name_checks(
    facts: Facts, need_calls: Words, forbid_calls: Words, need_names: Words, forbid_names: Words
) -> Iterator[Check]:
    used = facts.calls | facts.names
    for name in need_calls:
        yield "missing_call", f"{name} is never called", name in facts.calls
    for name in forbid_calls:
        # A name that is only mentioned may be called under another: f = eval; f("1").
        yield "forbidden_call", f"{name} is used", name not in used
    for name in need_names:
        yield "missing_name", f"{name} is never used", name in used
    for name in forbid_names:
        yield "forbidden_name", f"{name} is used", name not in used


def _construct_checks(facts: Facts, need: Words, forbid: Words) -> Iterator[Check]:
    for word in need:
        yield "missing_construct", f"there is no {word}", word in facts.constructs
    for word in forbid:
        yield "forbidden_construct", f"there is a {word}", word not in facts.constructs


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentences for the system prompt that ask for what these settings accept.

    Example:
        >>> print(instruction(static(function="add", forbid_calls=("eval",)).settings))
        Reply with a Python program in one code block. Define a function add. Do not use eval.
    """
    said = ["Reply with a Python program in one code block."]
    if settings["function"]:
        takes = settings["parameters"]
        with_ = f" that can be called with {takes} arguments" if takes is not None else ""
        said.append(f"Define a function {settings['function']}{with_}.")
    for key, words in (
        ("need_imports", "Import"),
        ("need_calls", "Call"),
        ("need_names", "Use"),
        ("need_constructs", "Use constructs of these kinds:"),
        ("forbid_imports", "Do not import"),
        ("forbid_calls", "Do not use"),
        ("forbid_names", "Do not use"),
        ("forbid_constructs", "Do not use constructs of these kinds:"),
    ):
        if settings[key]:
            said.append(f"{words} {', '.join(settings[key])}.")
    if settings["allow_imports"] is not None:
        allowed = settings["allow_imports"]
        said.append(f"Import nothing but {', '.join(allowed)}." if allowed else "Import nothing.")
    return " ".join(said)
