"""The server: the first process of a container.

It takes jobs from the client, has the zygote fork their runs, watches over each, and sends
back what came of them.

It holds the data of the job at hand; no program ever shares its memory, user namespace or
process-id namespace.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import json
import os
import resource
import signal
import socket
import sys
from typing import Any

from rewardkit_sandbox.agent import kernel, measures, zygote
from rewardkit_sandbox.agent.jobs import Jobs
from rewardkit_sandbox.protocol import frames

DIAL_S = 5.0


class Contaminated(Exception):
    """Something of a job would not go away: this container must not be used again."""


class Client:
    """The stream to the client, over descriptors that no child inherits."""

    def __init__(self, source: int, target: int) -> None:
        self.source = source
        self._target = target

    def receive(self, count: int) -> bytes:
        """Return exactly `count` bytes."""
        parts = []
        while count:
            part = os.read(self.source, min(count, 1 << 20))
            if not part:
                raise frames.StreamClosed
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def read(self) -> tuple[dict[str, Any], list[bytes]]:
        """Wait for the next frame."""
        return frames.read(self.receive)

    def send(self, header: dict[str, Any], blobs: list[bytes] | None = None) -> None:
        """Send a frame."""
        view = memoryview(frames.pack(header, blobs or []))
        while view:
            view = view[os.write(self._target, view) :]


def main(config: dict[str, Any]) -> None:
    """Serve one client until it hangs up; never returns."""
    if config.get("enclose"):
        from rewardkit_sandbox.agent import namespaces

        namespaces.enter(config["enclose"])
        sys.path_importer_cache.clear()  # other folders are behind the same paths now
        kernel.die_with_parent()
    else:
        measures.group.find(measures.GROUPS)
    os.environ.pop("LD_BIND_NOW", None)  # it has done its work; programs do without
    complete_interpreter()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    kernel.no_new_privileges()
    client = Client(*reach(config.get("door")))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() == 0:
        ours.close()
        os.close(client.source)
        os.close(client._target)
        zygote.main(theirs, config["preload"])
    theirs.close()
    kernel.hide_memory(True)
    try:
        hello = json.loads(ours.recv(65536) or b"{}")
        client.send({"hello": hello})
        jobs = Jobs(ours, client)
        gc.collect()
        gc.freeze()  # what is there now stays; no job waits for it to be looked through
        for _ in iter(lambda: serve(client, jobs), False):
            pass
    except frames.StreamClosed:
        pass
    except Contaminated as error:
        print(f"agent: {error}", file=sys.stderr, flush=True)
    os._exit(0)


def reach(door: dict[str, str] | None) -> tuple[int, int]:
    """Return where to read from and write to the client: through its door, if there is one."""
    if door is not None:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(DIAL_S)
            connection.connect(door["path"])
            connection.sendall(door["token"].encode())
            connection.setblocking(True)
            source = connection.detach()
            return source, os.dup(source)
        except OSError:  # the engine is on another machine, or does not allow it
            connection.close()
    return os.dup(0), os.dup(1)


def complete_interpreter() -> None:
    """Add what `python -S` leaves out: `exit`, `quit` and their like, and the packages."""
    import site

    if not hasattr(builtins, "exit"):
        site.setquit()
        site.setcopyright()
        site.sethelper()


def serve(client: Client, jobs: Jobs) -> bool:
    """Do one job; return whether to go on."""
    header, blobs = client.read()
    if "ping" in header:
        client.send({"pong": header["ping"]})
        return True
    if "stop" in header:  # of a job that was done by then
        return True
    reply, out = jobs.do(header, blobs)
    client.send(reply, out)
    if reply.get("contaminated"):
        raise Contaminated(reply["contaminated"])
    return True
