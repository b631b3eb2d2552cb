"""How programs of each language are compiled and run inside the sandbox."""

from __future__ import annotations

from dataclasses import dataclass

from rewardkit_sandbox.types import BadRequest


@dataclass(frozen=True, slots=True)
class Language:
    """A language: the file its source goes into and the commands that make it run.

    Args:
        name: The word that a Program says.
        source: Name of the file that the source is written to, in the working folder.
        run: The command line of one run; empty for Python, which runs in a fork of the
            waiting interpreter.
        compile: The command line that is run once for a program; empty for none.
        artifact: The file that compiling makes; each run gets a copy.
        address_space: Whether the memory limit can bound address space. Runtimes that reserve
            far more than they use (V8) say False and are bounded by what they really use.
    """

    name: str
    source: str
    run: tuple[str, ...] = ()
    compile: tuple[str, ...] = ()
    artifact: str = ""
    address_space: bool = True


LANGUAGES = {
    one.name: one
    for one in (
        Language("python", "main.py"),
        Language("bash", "main.sh", run=("bash", "main.sh")),
        Language("javascript", "main.js", run=("node", "main.js"), address_space=False),
        Language(
            "cpp",
            "main.cpp",
            run=("./main",),
            compile=("g++", "-O2", "-std=c++17", "-pipe", "-o", "main", "main.cpp"),
            artifact="main",
        ),
    )
}


def language(name: str) -> Language:
    """Return the definition of a language.

    Raises:
        BadRequest: There is none of that name.

    Example:
        >>> language("cpp").artifact
        'main'
    """
    if name not in LANGUAGES:
        raise BadRequest(f"no language {name!r}. Known: {', '.join(sorted(LANGUAGES))}.")
    return LANGUAGES[name]
