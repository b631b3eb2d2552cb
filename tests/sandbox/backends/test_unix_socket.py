"""The short way to an agent: one call, taken before any program runs, and nothing left of it."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import pytest

from rewardkit_sandbox import Program, open_sandbox
from rewardkit_sandbox.backends.attach import DockerChannel
from rewardkit_sandbox.backends.docker import DockerBackend
from rewardkit_sandbox.backends.unix_socket import Door, remove_stale


def doors() -> list[str]:
    mine = f"rewardkit-door-{os.getpid()}-"
    return [name for name in os.listdir(tempfile.gettempdir()) if name.startswith(mine)]


def call(door: Door, words: bytes) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(f"{door.folder}/{door.config['path'].rpartition('/')[2]}")
    connection.sendall(words)
    return connection


def test_only_who_knows_the_token_is_let_in() -> None:
    door = Door()
    with call(door, b"x" * 32):
        assert door.take() is None
    with call(door, door.config["token"].encode()) as outside:
        inside = door.take()
        assert inside is not None
        outside.sendall(b"hello")
        assert inside.recv(9) == b"hello"
        inside.close()
    door.close()
    assert doors() == []


def test_a_caller_who_hangs_up_is_nobody() -> None:
    door = Door()
    call(door, b"x").close()
    assert door.take() is None
    door.close()


def test_folders_of_the_dead_are_removed_and_those_of_the_living_are_not() -> None:
    door = Door()
    dead = Path(tempfile.mkdtemp(prefix="rewardkit-door-999999999-1-"))
    odd = Path(tempfile.mkdtemp(prefix="rewardkit-door-²-1-"))  # somebody else's idea of a number
    assert remove_stale() >= 1
    assert not dead.exists()
    odd.rmdir()
    assert Path(door.folder).exists()
    door.close()


LOOK = """
import os
for use in (os.listdir, lambda folder: open(folder + "/x", "w"), os.rmdir):
    try:
        print(use("/door"))
    except OSError as error:
        print(type(error).__name__)
"""


@pytest.mark.docker
def test_an_agent_comes_through_the_door_and_programs_find_none() -> None:
    with open_sandbox("docker", size=1) as sandbox:
        lines = sandbox.run(Program(LOOK)).stdout.decode().split()
        assert len(lines) == 3
        assert all(line.endswith("Error") for line in lines), lines
        channel = sandbox.pool._idle[0]._channel
        assert isinstance(channel, DockerChannel)
        assert channel._direct is not None
        assert doors() == []


@pytest.mark.docker
def test_where_the_door_cannot_be_reached_the_stream_serves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown = Door.mount
    monkeypatch.setattr(Door, "mount", lambda self: {**shown(self), "Source": str(tmp_path)})
    with open_sandbox("docker", size=1) as sandbox:
        assert sandbox.run(Program("print(1)")).stdout == b"1\n"
        channel = sandbox.pool._idle[0]._channel
        assert isinstance(channel, DockerChannel)
        assert channel._direct is None
        assert doors() == []


@pytest.mark.docker
def test_where_the_engine_does_not_see_the_folder_it_is_asked_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = Door.mount
    monkeypatch.setattr(Door, "mount", lambda self: {**shown(self), "Source": "/nonexistent/rk"})
    with open_sandbox("docker", size=1) as sandbox:
        assert sandbox.run(Program("print(1)")).stdout == b"1\n"
        assert isinstance(sandbox.backend, DockerBackend)
        assert sandbox.backend._near is False
        assert doors() == []
