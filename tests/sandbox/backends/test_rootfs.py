from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rewardkit_sandbox import Job, Program, SandboxUnavailable, open_sandbox
from rewardkit_sandbox.backends import rootfs
from rewardkit_sandbox.backends.toolchain import extra_files

STDLIB = (
    "array asyncio bisect cmath collections ctypes dataclasses datetime decimal fractions "
    "functools heapq inspect itertools json math operator queue random re sqlite3 ssl statistics "
    "string struct subprocess tempfile textwrap threading typing unittest uuid zlib"
)


def test_the_whole_standard_library_is_there(backend: str) -> None:
    with open_sandbox(backend, size=1) as sandbox:
        result = sandbox.run(Program(f"import {', '.join(STDLIB.split())}"))
        assert result.ok, result.stderr.decode()


def test_time_zones_are_those_of_this_machine(backend: str) -> None:
    if not os.path.isdir(rootfs.ZONES):
        pytest.skip("no time zones are installed here")
    program = (
        "from zoneinfo import *\n"
        "print(ZoneInfo('Europe/Paris'), 'Asia/Tokyo' in available_timezones())"
    )
    with open_sandbox(backend, size=1) as sandbox:
        assert sandbox.run(Program(program)).stdout == b"Europe/Paris True\n"


def test_a_second_build_is_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REWARDKIT_SANDBOX_HOME", str(tmp_path / "home"))
    made = rootfs.build()
    stamp = made.stat().st_mtime_ns
    assert rootfs.build() == made
    assert made.stat().st_mtime_ns == stamp
    assert made.parent == tmp_path / "home"
    assert not any(path.suffix == ".half" for path in made.parent.iterdir())
    writable = [
        path for path in made.rglob("*") if not path.is_symlink() and path.stat().st_mode & 0o022
    ]
    assert writable == []


def test_room_is_made_of_what_nobody_holds_or_asked_for_in_a_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REWARDKIT_SANDBOX_HOME", str(tmp_path))
    long_ago = time.time() - (rootfs.DAYS_KEPT + 1) * 86400
    for name in ("unused", "held", "recent", "half.half"):
        (tmp_path / name / "usr").mkdir(parents=True)
    for name in ("unused", "held", "recent"):
        (tmp_path / name / ".complete").touch()
    for name in ("unused", "held"):
        os.utime(tmp_path / name / ".complete", (long_ago, long_ago))
    holder = (
        "import sys; from pathlib import Path; from rewardkit_sandbox.backends import rootfs\n"
        "rootfs._hold(Path(sys.argv[1])); import os; os.utime(sys.argv[1] + '/.complete', (1, 1))\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    words = [sys.executable, "-c", holder, str(tmp_path / "held")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert rootfs.make_room() == [tmp_path / "unused"]
        process.communicate()
    assert rootfs.make_room() == [tmp_path / "held"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["half.half", "recent"]


def test_what_is_asked_for_again_is_kept_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REWARDKIT_SANDBOX_HOME", str(tmp_path))
    mark = rootfs.build() / ".complete"
    os.utime(mark, (1, 1))
    rootfs.build()
    assert time.time() - mark.stat().st_mtime < rootfs.DAYS_KEPT * 86400


def test_packages_come_with_what_they_require() -> None:
    with open_sandbox("local", size=1, packages=["hypothesis"], preload=["hypothesis"]) as sandbox:
        program = Program("import hypothesis, sortedcontainers\nprint(hypothesis.__file__)")
        result = sandbox.run(program)
        assert result.stdout.startswith(b"/opt/packages/"), result.stderr.decode()
        assert not sandbox.run(Program("import rewardkit")).ok


def test_other_content_has_another_name() -> None:
    names = {
        rootfs.fingerprint(),
        rootfs.fingerprint(["hypothesis"]),
        rootfs.fingerprint([], ["git"]),
    }
    assert len(names) == 3


def test_a_folder_comes_with_what_its_relative_links_lead_to(tmp_path: Path) -> None:
    # Debian's Go: the compiler finds its sources behind ../../share/go-1.19/src.
    home, kept = tmp_path / "lib/go", tmp_path / "share/go/src"
    home.mkdir(parents=True)
    kept.mkdir(parents=True)
    (kept / "fmt.go").write_text("package fmt")
    (home / "src").symlink_to("../../share/go/src")
    (home / "nowhere").symlink_to("../gone")
    (home / "itself").symlink_to("../go")
    root = tmp_path / "root"
    copied = rootfs._copy_into(root, str(home))
    assert (copied / "src/fmt.go").read_text() == "package fmt"
    assert sorted(path.name for path in copied.iterdir()) == ["src"]


def test_only_linux_can_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxUnavailable, match="no root file system can be made from darwin"):
        rootfs.build()
    with pytest.raises(SandboxUnavailable, match="install Docker"):
        open_sandbox("local")


def test_a_program_that_is_not_installed_is_said_clearly() -> None:
    with pytest.raises(SandboxUnavailable, match="program 'no-such-program' is not installed"):
        rootfs.build(programs=["no-such-program"])


@pytest.mark.skipif(
    not any(os.access(f"{p}/g++", os.X_OK) for p in os.defpath.split(":")), reason="no g++"
)
@pytest.mark.slow
def test_cpp_programs_are_compiled_once_and_run() -> None:
    assert extra_files(["g++"])
    code = "#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b; }"
    with open_sandbox("local", size=1, programs=["g++"]) as sandbox:
        job = Job(Program(code, language="cpp"), inputs=(b"1 2", b"3 4"))
        assert [run.stdout for run in sandbox.do(job).runs] == [b"3", b"7"]
        bad = sandbox.run(Program("int main() { return x; }", language="cpp"))
        assert bad.outcome == "compile_error"
        assert b"was not declared" in bad.stderr
