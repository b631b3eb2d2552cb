"""A short way to the agent of a container: a socket instead of the engine's attach stream.

Everything on an attach stream passes through two processes of the engine, in both directions.
Where the engine runs on this machine, the agent can dial a socket of ours instead, in a folder
that its container sees read-only. We take one call, from the agent and before any program runs,
and then the socket and the folder are gone. Where it cannot dial (the engine is elsewhere, or
forbids it), nothing is lost: the agent goes on with the stream.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any

from rewardkit_sandbox.backends import owner

INSIDE = "/door"
_PREFIX = "rewardkit-door-"
_TOKEN = 32
_NAME_S = 5.0


class Door:
    """A folder with a socket in it that takes one call.

    Attributes:
        folder: Where it is, on this machine.
        listener: The socket.
    """

    def __init__(self) -> None:
        mark = f"{_PREFIX}{os.getpid()}-{owner.started(os.getpid())}-"
        self.folder = tempfile.mkdtemp(prefix=mark)
        self.listener = socket.socket(socket.AF_UNIX)
        self._name = secrets.token_hex(8)
        self._token = secrets.token_hex(_TOKEN // 2)
        try:
            place = f"{self.folder}/{self._name}"
            self.listener.bind(place)
            # The agent is a user of its own. Others on this machine can find the socket
            # (/proc/net/unix), but do not know what they would have to say.
            os.chmod(place, 0o666)
            os.chmod(self.folder, 0o711)
            self.listener.listen(1)
        except OSError:
            self.close()
            raise

    @property
    def config(self) -> dict[str, str]:
        """What the agent has to know."""
        return {"path": f"{INSIDE}/{self._name}", "token": self._token}

    def mount(self) -> dict[str, Any]:
        """The folder as an engine is asked to show it."""
        private = {"Propagation": "rprivate"}
        return {"Type": "bind", "Source": self.folder, "Target": INSIDE, "ReadOnly": True,
                "BindOptions": private}  # fmt: skip

    def take(self) -> socket.socket | None:
        """Take the call that is there; None when it is somebody else's."""
        connection, _ = self.listener.accept()
        connection.settimeout(_NAME_S)
        said = b""
        with contextlib.suppress(OSError):
            while len(said) < _TOKEN and (part := connection.recv(_TOKEN - len(said))):
                said += part
        if hmac.compare_digest(said, self._token.encode()):
            return connection
        connection.close()
        return None

    def close(self) -> None:
        """Leave nothing of it; what has been taken goes on."""
        self.listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def remove_stale() -> int:
    """Remove the folders of processes that were killed while an agent started; count them."""
    count = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid, _, rest = folder.name.removeprefix(_PREFIX).partition("-")
        if pid.isdecimal() and owner.started(int(pid)) != rest.partition("-")[0]:
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count
