"""What compilers need beside their own binary: the parts that `ldd` cannot know of."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

# A compiler's driver, the part of it that reads the language, and the language's own name.
_DRIVERS = {"g++": ("cc1plus", "c++"), "gcc": ("cc1", "c"), "cc": ("cc1", "c")}
TOOLS = ("cc1plus", "cc1", "collect2", "as", "ld")
_OBJECTS = (
    "crt1.o", "Scrt1.o", "crti.o", "crtn.o", "crtbegin.o", "crtbeginS.o", "crtend.o", "crtendS.o",
    "libc.so", "libc.so.6", "libc_nonshared.a", "libm.so", "libm.so.6", "libmvec.so",
    "libmvec.so.1", "libgcc.a", "libgcc_s.so", "libgcc_s.so.1", "libgcc_eh.a", "libstdc++.so",
    "libstdc++.so.6", "libpthread.a", "liblto_plugin.so", "libdl.a", "librt.a", "libutil.a",
)  # fmt: skip


def extra_files(programs: Iterable[str]) -> list[str]:
    """Paths of the files and folders that these programs need beside themselves.

    Example:
        >>> extra_files(["node"])
        []
    """
    names = list(programs)
    found = [path for name in names if name in _DRIVERS for path in _for_compiler(name)]
    return _outermost({*found, *homes(names).values()})


def homes(programs: Iterable[str]) -> dict[str, str]:
    """The folder that a program must stand in, for those that look for their parts beside them.

    Such a program is found in the `bin` of that folder.
    """
    found = {}
    for name in programs:
        if name in ("java", "javac", "jar") and (path := shutil.which(name)):
            found[name] = str(Path(path).resolve().parents[1])
        elif name == "rustc" and shutil.which(name):
            found[name] = _ask("rustc", "--print", "sysroot")
        elif name == "go" and shutil.which(name):
            found[name] = _ask("go", "env", "GOROOT")
    return found


def _ask(*words: str) -> str:
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    return (found.stdout + found.stderr).strip()


def _for_compiler(driver: str) -> list[str]:
    part, language = _DRIVERS[driver]
    found = [_ask(driver, f"-print-prog-name={name}") for name in (part, *TOOLS[2:])]
    # The driver finds `as` and `ld` on the PATH, and asks for them there by name.
    found = [path if os.path.isabs(path) else f"/usr/bin/{path}" for path in found]
    found += [_ask(driver, f"-print-file-name={name}") for name in _OBJECTS]
    text = _ask(driver, "-E", "-v", "-x", language, "/dev/null")
    listing = re.search(r"search starts here:\n(.*?)End of search list", text, re.DOTALL)
    folders = [line.strip() for line in listing[1].splitlines()] if listing else []
    found += [os.path.realpath(path) for path in folders if path.startswith("/")]
    return [os.path.normpath(path) for path in found if os.path.isabs(path)]


def _outermost(found: set[str]) -> list[str]:
    """A folder brings everything below it; what is inside another need not be named."""
    paths = sorted(path for path in found if os.path.exists(path))
    return [
        path
        for path in paths
        if not any(path.startswith(other + "/") for other in paths if os.path.isdir(other))
    ]
