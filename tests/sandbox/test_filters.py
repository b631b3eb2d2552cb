from __future__ import annotations

import struct

import pytest

from rewardkit_sandbox.agent.seccomp_filters import ALLOW, BUILDING, DENIED, ERRNO, KILL, program

INTEL, ARM = 0xC000003E, 0xC00000B7


def ask(filter_: bytes, number: int, arch: int = INTEL, *arguments: int) -> int:
    """Run a filter on a system call, as the kernel would; return its answer."""
    data = struct.pack("=iIQ6Q", number, arch, 0, *(list(arguments) + [0] * 6)[:6])
    at, value = 0, 0
    while True:
        code, then, otherwise, operand = struct.unpack_from("=HBBI", filter_, 8 * at)
        at += 1
        if code == 0x20:
            (value,) = struct.unpack_from("=I", data, operand)
        elif code == 0x54:
            value &= operand
        elif code == 0x06:
            return int(operand)
        else:
            good = {0x15: value == operand, 0x35: value >= operand, 0x45: bool(value & operand)}
            at += then if good[code] else otherwise


@pytest.mark.parametrize(("machine", "arch", "column"), [("x86_64", INTEL, 0), ("aarch64", ARM, 1)])
def test_every_call_of_the_table_is_denied_by_one_of_the_two(
    machine: str, arch: int, column: int
) -> None:
    long, short = program(machine), program(machine, building=True)
    for name, numbers in DENIED.items():
        number = numbers[column]
        if number is not None:
            answers = [ask(one, number, arch) for one in (long, short)]
            assert any(answer & 0xFFFF0000 == ERRNO for answer in answers), name
            assert (ask(short, number, arch) != ALLOW) is (name in BUILDING), name


def test_ordinary_calls_are_allowed() -> None:
    for number in (0, 1, 2, 9, 56, 57, 59, 60, 231, 318):
        assert ask(program("x86_64"), number) == ALLOW
        assert ask(program("x86_64", building=True), number) == ALLOW


def test_only_unix_sockets_and_only_fifos() -> None:
    one = program("x86_64")
    assert [ask(one, 41, INTEL, family) == ALLOW for family in (1, 2, 10, 16, 17)] == [
        True, False, False, False, False,
    ]  # fmt: skip
    assert ask(one, 133, INTEL, 0, 0o010666) == ALLOW
    assert ask(one, 133, INTEL, 0, 0o060666) != ALLOW
    assert ask(one, 259, INTEL, 0, 0, 0o010666) == ALLOW


def test_fresh_namespaces_are_denied_and_threads_are_not() -> None:
    one = program("x86_64", building=True)
    assert ask(one, 56, INTEL, 0x10000000 | 17) != ALLOW
    assert ask(one, 56, INTEL, 0x3D0F00) == ALLOW
    assert ask(one, 435) == ERRNO | 38


def test_calls_of_another_architecture_and_of_the_future_do_not_pass() -> None:
    assert ask(program("x86_64"), 1, 0x40000003) == KILL
    assert ask(program("x86_64"), 0x40000001) == ERRNO | 38
    assert ask(program("x86_64"), 5000) == ERRNO | 38
    with pytest.raises(OSError, match="no system call table for riscv64"):
        program("riscv64")
