"""Run untrusted programs and report what happened; knows nothing of rewards."""

from rewardkit_sandbox.languages import LANGUAGES, Language
from rewardkit_sandbox.pool import PoolSettings
from rewardkit_sandbox.sandbox import PooledSandbox, Sandbox, Session, open_sandbox
from rewardkit_sandbox.types import (
    BadRequest,
    Call,
    Job,
    JobResult,
    Limits,
    Outcome,
    Program,
    RunResult,
    SandboxUnavailable,
    Usage,
)

__all__ = [
    "LANGUAGES",
    "BadRequest",
    "Call",
    "Job",
    "JobResult",
    "Language",
    "Limits",
    "Outcome",
    "PoolSettings",
    "PooledSandbox",
    "Program",
    "RunResult",
    "Sandbox",
    "SandboxUnavailable",
    "Session",
    "Usage",
    "open_sandbox",
]
