"""What compilers need beside their own binary: the parts that `ldd` cannot know of."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable

_PARTS = ("cc1plus", "collect2", "as", "ld")
_OBJECTS = (
    "crt1.o", "Scrt1.o", "crti.o", "crtn.o", "crtbegin.o", "crtbeginS.o", "crtend.o", "crtendS.o",
    "libc.so", "libc.so.6", "libc_nonshared.a", "libm.so", "libm.so.6", "libmvec.so",
    "libmvec.so.1", "libgcc.a", "libgcc_s.so", "libgcc_s.so.1", "libgcc_eh.a", "libstdc++.so",
    "libstdc++.so.6", "libpthread.a", "liblto_plugin.so",
)  # fmt: skip


def extra_files(programs: Iterable[str]) -> list[str]:
    """Paths of the files and folders that these programs need beside themselves.

    Example:
        >>> extra_files(["node"])
        []
    """
    return _for_gpp() if "g++" in programs else []


def _ask(*words: str) -> str:
    found = subprocess.run(["g++", *words], capture_output=True, text=True, check=False)
    return (found.stdout + found.stderr).strip()


def _for_gpp() -> list[str]:
    found = [_ask(f"-print-prog-name={name}") for name in _PARTS]
    # g++ finds `as` and `ld` on the PATH, and asks for them there by name.
    found = [path if os.path.isabs(path) else f"/usr/bin/{path}" for path in found]
    found += [_ask(f"-print-file-name={name}") for name in _OBJECTS]
    text = _ask("-E", "-v", "-x", "c++", "/dev/null")
    listing = re.search(r"search starts here:\n(.*?)End of search list", text, re.DOTALL)
    folders = [line.strip() for line in listing[1].splitlines()] if listing else []
    found += [os.path.realpath(path) for path in folders if path.startswith("/")]
    paths = [os.path.normpath(path) for path in found if os.path.isabs(path)]
    # A folder brings everything below it; what is inside another need not be named.
    paths = sorted({path for path in paths if os.path.exists(path)})
    return [
        path
        for path in paths
        if not any(path.startswith(other + "/") for other in paths if os.path.isdir(other))
    ]
