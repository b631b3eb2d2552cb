"""How programs of each language are compiled and run inside the sandbox."""

from __future__ import annotations

import re
import shutil
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
        programs: Commands that compiling and running need.
        address_space: Whether the memory limit can bound address space. Runtimes that reserve
            far more than they use (V8) say False and are bounded by what they really use.
    """

    name: str
    source: str
    run: tuple[str, ...] = ()
    compile: tuple[str, ...] = ()
    artifact: str = ""
    programs: tuple[str, ...] = ()
    address_space: bool = True


# Short programs: compiled once and lightly, and with one collector that needs no threads.
_JAVA = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto")
_NEWER = re.compile(
    rb"#[ \t]*include[ \t]*<(?:concepts|ranges|span|bit|numbers|compare|format|coroutine"
    rb"|source_location|semaphore|latch|barrier|stop_token|syncstream)>|<=>|\brequires[ \t]*[({]"
    rb"|\b(?:std::)?(?:ranges|views)::\w|\bco_(?:await|yield|return)\b|\bconsteval\b|\bconstinit\b"
    rb"|\bstd::(?:span|jthread|popcount|has_single_bit|bit_\w+|erase_if|midpoint|lerp|numbers)\b"
    rb"|\[\][ \t]*<(?:typename|class)\b"
)
LANGUAGES = {
    one.name: one
    for one in (
        Language("python", "main.py"),
        Language("bash", "main.sh", run=("bash", "main.sh")),
        Language(
            "javascript",
            "main.js",
            run=("node", "main.js"),
            programs=("node",),
            address_space=False,
        ),
        Language(
            "cpp",
            "main.cpp",
            run=("./main",),
            compile=("g++", "-O2", "-std=c++17", "-pipe", "-o", "main", "main.cpp"),
            artifact="main",
            programs=("g++",),
        ),
        Language(
            "c",
            "main.c",
            run=("./main",),
            compile=("gcc", "-O2", "-std=gnu17", "-pipe", "-o", "main", "main.c", "-lm"),
            artifact="main",
            programs=("gcc",),
        ),
        Language(
            "java",
            "Main.java",
            run=("java", *_JAVA, "-Xss64m", "-cp", "main.jar", "Main"),
            compile=("sh", "-c", "javac -J-XX:-UsePerfData Main.java && jar cf main.jar *.class"),
            artifact="main.jar",
            programs=("java", "javac", "jar"),
            address_space=False,
        ),
        Language(
            "rust",
            "main.rs",
            run=("./main",),
            compile=(
                "rustc",
                "-O",
                "--edition=2021",
                "-Clink-arg=-fno-use-linker-plugin",
                "-o",
                "main",
                "main.rs",
            ),
            artifact="main",
            programs=("rustc", "cc"),
        ),
        Language(
            "go",
            "main.go",
            run=("./main",),
            compile=(
                "env",
                "GOCACHE=/tmp/cache",
                "GO111MODULE=off",
                "go",
                "build",
                "-o",
                "main",
                "main.go",
            ),
            artifact="main",
            programs=("go",),
            address_space=False,
        ),
    )
}


def compile_command(name: str, source: bytes) -> tuple[str, ...]:
    """Return the command that compiles a program; C++20 where it uses what only that has.

    C++17 is the default since C++20 takes names (such as `span`) that older programs use.

    Example:
        >>> [compile_command("cpp", text)[2] for text in (b"int main(){}", b"#include <ranges>")]
        ['-std=c++17', '-std=c++20']
    """
    command = language(name).compile
    if name != "cpp" or _NEWER.search(source) is None:
        return command
    return tuple("-std=c++20" if part == "-std=c++17" else part for part in command)


def missing_programs(name: str) -> list[str]:
    """Return the commands that a language needs and this machine lacks."""
    return [command for command in language(name).programs if shutil.which(command) is None]


def programs_of(name: str) -> tuple[str, ...]:
    """Return the commands that a sandbox for programs of a language is made with.

    Example:
        >>> programs_of("cpp")
        ('g++',)
    """
    return language(name).programs


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
