"""What a verifier of programs may say of its sandbox beside time and memory of a test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rewardkit.errors import closest

if TYPE_CHECKING:
    from rewardkit_sandbox import Limits

_WALL = 2  # times the processor time of a test
_TOTAL = 20
_WAITING = 2  # times the real time of a test: what a busy machine may cost it


class SandboxSettings(BaseModel):
    """Limits that are seldom changed, and what the sandbox is made of; None for the default.

    Example:
        >>> SandboxSettings(wall_s=3).wall_s
        3.0
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    wall_s: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Seconds of real time for a test; by default twice `time_s`. What a program is kept waiting
    for a processor comes on top."""
    total_s: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Seconds of real time for all tests of a program; by default twenty times `time_s`, and at
    least what one test may take."""
    pids: int = Field(default=128, gt=0)
    """Processes and threads of a program at one time."""
    disk_mb: int = Field(default=64, gt=0)
    """MiB of files that a program may hold."""
    output_mb: int = Field(default=16, gt=0, le=64)
    """MiB that a test may write, or return."""
    open_files: int = Field(default=256, gt=0)
    """Files that a program may have open."""
    size: int | None = Field(default=None, gt=0)
    """Programs at one time; by default the number of processors."""
    programs: tuple[str, ...] = ()
    """Installed commands that programs may start."""
    preload: tuple[str, ...] = ()
    """Modules that are imported once, before the first program."""
    image: str | None = None
    """Image to run programs in; Docker only."""
    runtime: str | None = None
    """OCI runtime of the engine, such as `runsc` for gVisor; Docker only."""
    cpus: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Processors of one container; Docker only."""
    agent_memory_mb: int | None = Field(default=None, gt=0)
    """MiB of one agent and all that it runs; by default 2048."""

    def limits(self, time_s: float, memory_mb: int) -> Limits:
        """Return the limits of one test.

        Args:
            time_s: Seconds of its processor time.
            memory_mb: MiB beyond what the interpreter needs.
        """
        from rewardkit_sandbox import Limits

        return Limits(
            wall_s=self.wall_s or _WALL * time_s,
            cpu_s=time_s,
            waiting_s=_WAITING * (self.wall_s or _WALL * time_s),
            memory_mb=memory_mb,
            pids=self.pids,
            output_bytes=self.output_mb << 20,
            disk_mb=self.disk_mb,
            open_files=self.open_files,
        )

    def total(self, time_s: float) -> float:
        """Return the seconds of real time for all tests of one program."""
        return self.total_s or max(_TOTAL * time_s, self.wall_s or 0.0)

    def options(self) -> dict[str, Any]:
        """Return what is said of the sandbox itself, as `open_sandbox` takes it."""
        said = {
            "size": self.size, "preload": self.preload, "image": self.image,
            "runtime": self.runtime, "cpus": self.cpus, "memory_mb": self.agent_memory_mb,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}


def sandbox_settings(said: Mapping[str, Any] | None) -> SandboxSettings:
    """Return the settings that a mapping says.

    Raises:
        ValueError: One is unknown, or its value makes no sense; the message names it.

    Example:
        >>> sandbox_settings({"wal_s": 3})
        Traceback (most recent call last):
        ValueError: sandbox: unknown setting 'wal_s'. Did you mean 'wall_s'?
    """
    said = said or {}
    known = list(SandboxSettings.model_fields)
    for name in said:
        if name not in known:
            raise ValueError(f"sandbox: unknown setting {name!r}.{closest(name, known)}")
    try:
        return SandboxSettings.model_validate(dict(said))
    except ValidationError as error:
        one = error.errors()[0]
        name = ".".join(map(str, one["loc"]))
        raise ValueError(f"sandbox: {name} = {one['input']!r}: {one['msg'].lower()}") from None
