"""A root file system made of the running interpreter and the libraries it needs.

No registry, no package index and no other tool is asked: what runs here is copied, with every
shared library that its binaries load. The same folder is the root of the local backend and,
imported, the image of the Docker backend.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rewardkit_sandbox.backends.toolchain import TOOLS, extra_files, homes
from rewardkit_sandbox.types import SandboxUnavailable

USUAL = ("numpy", "sortedcontainers")
FORMAT = 12
# A root file system is some 300 MB and every upgrade of Python or numpy makes a new one: those that
# nobody asked for in this time make room when one is made.
DAYS_KEPT = 30
PACKAGES_DIR = "/opt/packages"
# The language of the sandbox: without it `setlocale(LC_ALL, "")` fails on some C libraries.
LOCALES = ("/usr/lib/locale/C.utf8", "/usr/lib/locale/C.UTF-8")
ZONES = "/usr/share/zoneinfo"
# What scripts of a shell, and programs that start one, take for granted; where it is installed.
PROGRAMS = (
    "sh", "bash", "cat", "echo", "env", "false", "ls", "sleep", "true",
    "awk", "base64", "basename", "bc", "cat", "chmod", "cmp", "comm", "cp", "cut", "date", "dc",
    "dd", "diff", "dirname", "egrep", "expand", "expr", "factor", "fgrep", "find", "fold", "grep",
    "head", "hostname", "id", "join", "ln", "md5sum", "mkdir", "mkfifo", "mktemp", "mv", "nl",
    "numfmt", "od", "paste", "pr", "printf", "ps", "pwd", "readlink", "realpath", "rev", "rm",
    "rmdir", "sed", "seq", "sha256sum", "shuf", "sort", "split", "stat", "sum", "tac", "tail",
    "tee", "test", "timeout", "touch", "tr", "tsort", "uname", "unexpand", "uniq", "wc", "which",
    "xargs", "xxd", "yes", "[",
)  # fmt: skip
LEFT_OUT = shutil.ignore_patterns(
    "test", "tests", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "config-*",
    "site-packages", "dist-packages", "*.a",
)  # fmt: skip
# What this process runs in, by path: open and locked, so that no other process makes room of it.
_HELD: dict[Path, int] = {}
_LIBRARY = re.compile(r"(?:=>\s*)?(/\S+)\s+\(0x[0-9a-f]+\)")


def home() -> Path:
    """Where root file systems are kept: `$REWARDKIT_SANDBOX_HOME`, else below the user's cache."""
    if found := os.environ.get("REWARDKIT_SANDBOX_HOME"):
        return Path(found)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "rewardkit" / "sandbox"


def distributions(packages: Iterable[str]) -> dict[str, importlib.metadata.Distribution]:
    """The installed distributions of these names and of everything that they require.

    Raises:
        SandboxUnavailable: One of the named ones is not installed.
    """
    found: dict[str, importlib.metadata.Distribution] = {}
    queue = [(name, True) for name in packages]
    while queue:
        name, asked = queue.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            found[key] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            if asked:
                raise SandboxUnavailable(
                    f"package {name!r} is not installed here, so it cannot be put into the "
                    f"sandbox: pip install {name}"
                ) from None
            continue
        required = [line for line in found[key].requires or [] if "extra ==" not in line]
        names = [re.split(r"[\s;<>=!~\[(]", line, maxsplit=1)[0] for line in required]
        queue += [(name, False) for name in names]
    return found


def usual_packages() -> tuple[str, ...]:
    """What programs expect to be able to import, where it is installed here."""
    return tuple(name for name in USUAL if importlib.util.find_spec(name) is not None)


def fingerprint(packages: Iterable[str] = (), programs: Iterable[str] = ()) -> str:
    """Twelve hexadecimal digits that name the content of a root file system.

    Example:
        >>> fingerprint() == fingerprint(), len(fingerprint())
        (True, 12)
    """
    content = {
        "format": FORMAT,
        "python": [sys.version, os.path.realpath(sys.executable)],
        "packages": {name: one.version for name, one in sorted(distributions(packages).items())},
        "programs": {name: _stamp(name) for name in sorted({*PROGRAMS, *programs})},
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def _stamp(program: str) -> list[object]:
    path = shutil.which(program)
    if path is None:
        return []
    found = os.stat(path)
    return [path, found.st_size, int(found.st_mtime)]


def build(packages: Iterable[str] = (), programs: Iterable[str] = ()) -> Path:
    """Return the root file system with these packages and programs, made if it is not there.

    Before one is made, those are removed that no living process holds and none has asked for in
    the last `DAYS_KEPT` days.

    Args:
        packages: Installed distributions to include, with everything that they require.
        programs: Commands to include beside the shell and its usual tools: `node`, `g++` ...

    Raises:
        SandboxUnavailable: A package or program is not installed here, or this is not Linux.
    """
    if sys.platform != "linux":
        raise SandboxUnavailable(f"no root file system can be made from {sys.platform}")
    packages, programs = tuple(packages), tuple(programs)
    for program in programs:
        if shutil.which(program) is None:
            raise SandboxUnavailable(f"program {program!r} is not installed here")
    target = home() / fingerprint(packages, programs)
    with alone():
        if not (target / ".complete").exists():
            make_room()
            shutil.rmtree(target, ignore_errors=True)
            half = target.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            _fill(half, packages, programs)
            (half / ".complete").touch()
            half.rename(target)
        _hold(target)
    return target


def _hold(root: Path) -> None:
    """Note that a root file system is asked for now, and keep it while this process lives."""
    import fcntl  # see `alone`

    with suppress(OSError):  # kept where one may only read: nobody makes room there either
        os.utime(root / ".complete")
    if root not in _HELD:
        _HELD[root] = os.open(root / ".complete", os.O_RDONLY)
        fcntl.flock(_HELD[root], fcntl.LOCK_SH)


def make_room(days: float = DAYS_KEPT) -> list[Path]:
    """Remove the root file systems that no process holds and none has asked for in these days."""
    import fcntl  # see `alone`

    removed = []
    for mark in home().glob("*/.complete"):
        if time.time() - mark.stat().st_mtime < days * 86400:
            continue
        with open(mark) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            shutil.rmtree(mark.parent, ignore_errors=True)
            removed.append(mark.parent)
    return removed


@contextmanager
def alone() -> Iterator[None]:
    """Let one process of this user at a time make images and root file systems."""
    import fcntl  # not on Windows, where the rest of the package is imported nevertheless

    home().mkdir(parents=True, exist_ok=True)
    with open(home() / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fill(root: Path, packages: tuple[str, ...], programs: tuple[str, ...]) -> None:
    for folder in ("usr/bin", "etc", "tmp", "dev", "proc", "sys", "run", PACKAGES_DIR[1:]):
        (root / folder).mkdir(parents=True)
    for name in ("bin", "lib", "lib64", "sbin"):
        # Where they are links here, a library has two paths, and both must lead to it.
        if name == "bin" or os.path.islink(f"/{name}"):
            (root / "usr" / name).mkdir(exist_ok=True)
            (root / name).symlink_to(f"usr/{name}")
    people = "root:x:0:0:root:/:/bin/sh\nsandbox:x:1000:1000::/tmp:/bin/sh\n"
    (root / "etc/passwd").write_text(people)
    (root / "etc/group").write_text("root:x:0:\nsandbox:x:1000:\n")
    (root / "etc/hosts").write_text("127.0.0.1 localhost\n")
    binaries = [_copy_python(root)]
    beside = homes(programs)
    for name in (*PROGRAMS, *programs):
        if name in beside:  # it looks for its parts where it really stands
            (root / "usr/bin" / name).symlink_to(f"{beside[name]}/bin/{name}")
        elif path := shutil.which(name):
            copied = root / "usr/bin" / name
            shutil.copy(os.path.realpath(path), copied)
            binaries.append(copied)
    for path in (*filter(os.path.isdir, (*LOCALES, ZONES)), *extra_files(programs)):
        _copy_into(root, path)
    for home in set(beside.values()):
        binaries += [path for path in (root / home[1:] / "bin").iterdir() if path.is_file()]
    _copy_packages(root, packages)
    binaries += [path for path in root.rglob("*.so*") if path.is_file()]
    binaries += [path for path in root.rglob("*") if _is_tool(path)]
    for library in sorted(libraries(binaries)):
        if not library.startswith(str(root)):  # found beside the binary that wants it
            _copy_into(root, library)
    if ldconfig := shutil.which("ldconfig", path="/sbin:/usr/sbin"):
        subprocess.run([ldconfig, "-r", str(root), "-X"], capture_output=True, check=False)
    _open_up(root)


def _is_tool(path: Path) -> bool:
    """Whether this is a compiler's own program, somewhere below /usr/lib or /usr/libexec."""
    return path.is_file() and path.name in TOOLS


def _copy_python(root: Path) -> Path:
    """Copy the interpreter and its standard library to where they are found here."""
    executable = os.path.realpath(sys.executable)
    copied = _copy_into(root, executable)
    for name in ("python3", "python"):
        (root / "usr/bin" / name).unlink(missing_ok=True)
        (root / "usr/bin" / name).symlink_to(executable)
    folders = {os.path.realpath(sysconfig.get_path(kind)) for kind in ("stdlib", "platstdlib")}
    if sys.prefix != sys.base_prefix:
        folders = {os.path.realpath(os.path.dirname(os.__file__))}
    dynamic = os.path.realpath(os.path.dirname(_dynload()))
    for folder in sorted(folders | {dynamic}):
        # One may be inside another: what is there already is no reason to leave the rest out.
        place = root / folder.lstrip("/")
        shutil.copytree(folder, place, ignore=LEFT_OUT, symlinks=False, dirs_exist_ok=True)
    return copied


def _dynload() -> str:
    import _ctypes

    return _ctypes.__file__


def _copy_into(root: Path, path: str) -> Path:
    """Copy a file to the same path below root, and what a link stands for under its name."""
    place = root / path.lstrip("/")
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        if os.path.isdir(path):
            shutil.copytree(path, place, symlinks=False, ignore=_leading_nowhere)
        else:
            shutil.copy2(os.path.realpath(path), place)
    return place


def _leading_nowhere(folder: str, names: list[str]) -> list[str]:
    """Return the links of a folder that lead to nothing, or to a folder that it stands in.

    Not by `ignore_dangling_symlinks`, which takes every relative link to a folder for one: Debian's
    Go has its sources behind such a link.
    """
    return [name for name in names if _leads_nowhere(os.path.join(folder, name))]


def _leads_nowhere(path: str) -> bool:
    if not os.path.islink(path):
        return False
    folder, target = os.path.realpath(os.path.dirname(path)), os.path.realpath(path)
    return not os.path.exists(path) or f"{folder}/".startswith(f"{target}/")


def _copy_packages(root: Path, packages: tuple[str, ...]) -> None:
    for distribution in distributions(packages).values():
        for file in distribution.files or []:
            if file.parts[0] == "..":  # scripts and data outside site-packages
                continue
            source = Path(str(distribution.locate_file(file)))
            if source.is_file() and "tests" not in file.parts[1:-1]:
                target = root / PACKAGES_DIR[1:] / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)


def libraries(binaries: Iterable[Path]) -> set[str]:
    """Paths of the shared libraries that these binaries load, and of the loader itself."""
    found: set[str] = set()
    paths = [str(path) for path in binaries]
    for start in range(0, len(paths), 64):
        chunk = paths[start : start + 64]
        listing = subprocess.run(["ldd", *chunk], capture_output=True, text=True, check=False)
        found |= set(_LIBRARY.findall(listing.stdout))
    return {path for path in found if os.path.exists(path)}


def _open_up(root: Path) -> None:
    """Let every user read what is here, and nobody write it."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod((mode | 0o444 | (0o111 if path.is_dir() or mode & 0o100 else 0)) & 0o755)
