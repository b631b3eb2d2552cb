"""What a forked child does before anybody else's code runs in it: build its walls, then step in.

The child is born of the zygote, which has never seen a byte of any job, in a process-id
namespace of its own. Its orders come over one socket, whose other end the server holds.
"""

from __future__ import annotations

import os
import traceback
from typing import Any

from rewardkit_sandbox.agent import modes
from rewardkit_sandbox.agent.child_protocol import READY, Orders
from rewardkit_sandbox.agent.isolation import ORDERS, Step, build
from rewardkit_sandbox.agent.seccomp_filters import Filter
from rewardkit_sandbox.protocol import frames

_orders = Orders(ORDERS)  # made before the fork, like everything that can be


def main(steps: tuple[Step, ...], last: Filter | None) -> None:
    """Live the life of a child; never returns.

    Args:
        steps: Its walls.
        last: See `walls.build`.
    """
    status = 70
    orders = _orders
    try:
        try:
            build(steps, last)
            header, blobs = orders.read()
            if header["files"]:
                unpack(header["files"], blobs[1:])
            if header["fetch"]:
                orders.give_descriptor(os.open(".", os.O_RDONLY | os.O_DIRECTORY))
            if header["command"] and not is_there(header["command"][0]):
                raise FileNotFoundError(f"{header['command'][0]} is not in this image")
        except BaseException:  # noqa: BLE001 - whatever it is, nothing may run without walls
            orders.tell({"walls": traceback.format_exc(limit=4)[-2000:]})
            os._exit(71)
        orders.say(READY)
        if header["command"]:
            os.execvp(header["command"][0], header["command"])
        status = modes.main(header, blobs[0], orders)
    except (frames.StreamClosed, OSError):
        status = 72  # the server is gone or the program closed our socket: nobody is listening
    finally:
        os._exit(status)


def is_there(command: str) -> bool:
    """Whether a command can be found."""
    if "/" in command:
        return os.access(command, os.X_OK)
    folders = os.environ.get("PATH", os.defpath).split(":")
    return any(os.access(f"{folder}/{command}", os.X_OK) for folder in folders)


def unpack(files: list[list[Any]], blobs: list[bytes]) -> None:
    """Write the program's own files into the working folder: (path, mode) beside content."""
    for (path, mode), blob in zip(files, blobs, strict=True):
        folder = os.path.dirname(path)
        if folder:
            os.makedirs(folder, exist_ok=True)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(fd, "wb") as file:
            file.write(blob)
