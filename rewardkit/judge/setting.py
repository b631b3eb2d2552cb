"""The setting `judge` of a verifier: a plain mapping that knows which of its keys decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from rewardkit.judge.versions import READER_VERSION, TEMPLATE_VERSION

# What may be another number tomorrow without another verdict: when, how fast and for how much a
# judge is asked, where that is written down, and how it is watched.
UNDECIDING = frozenset(
    (
        "key_env",
        "concurrency",
        "rpm",
        "tpm",
        "timeout",
        "deadline",
        "attempts",
        "backoff",
        "ledger",
        "budget",
        "prices",
        "canaries",
    )
)
# What in a judge reads, writes or runs something here, and how it does so.
_TOUCHES = {
    "ledger": "writes a file",
    "cassette": "reads a file",
    "path": "loads a model into this process",
    "engine": "sets up a model in this process",
}


def _host_of(url: Any) -> str | None:
    """Return `host:port` of a URL; None for one that libraries may read differently."""
    if not isinstance(url, str) or not url.isprintable() or set(url) & set("\\@ "):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return None
    return f"{parts.hostname}:{port}" if parts.hostname else None


class Judge(dict[str, Any]):
    """Where a judge is and what it may cost, as it was written; see `Endpoint` for the keys.

    Example:
        >>> cheap = Judge(fake="approve", budget={"usd": 1}, ledger="a.db")
        >>> cheap.fingerprint_settings() == Judge(fake="approve").fingerprint_settings()
        True
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, build: Any) -> Any:
        """Tell pydantic how to read the setting."""
        from pydantic_core import core_schema

        plain = core_schema.dict_schema(keys_schema=core_schema.str_schema())
        return core_schema.no_info_after_validator_function(cls, plain)

    def fingerprint_settings(self) -> dict[str, Any]:
        """Return what of the setting decides a verdict: model, prompt, reading, and no limits."""
        from rewardkit.judge.endpoint import read_endpoint

        found = read_endpoint(self).model_dump(
            mode="json", exclude=set(UNDECIDING), exclude_defaults=True
        )
        return {**found, "template": TEMPLATE_VERSION, "reader": READER_VERSION}

    @classmethod
    def untrusted_fault(cls, value: Any, hosts: Collection[str]) -> str:
        """Return what a stranger's spec may not ask for in a judge; empty if there is nothing.

        Args:
            value: The setting as it was written.
            hosts: Hosts that the user named, each with its port or without.
        """
        if not isinstance(value, Mapping):
            return ""
        for key, does in _TOUCHES.items():
            if value.get(key):
                return f"{key} = {value[key]!r} {does}"
        if not (url := value.get("url")):
            return ""
        host = _host_of(url)
        if host is None:
            return f"url = {url!r} is no plain address of a server"
        if not {host, host.rpartition(":")[0]} & set(hosts):
            key = f", with the key in {value['key_env']!r}" if value.get("key_env") else ""
            return f"url = {url!r} asks a host that you did not name{key}"
        return ""

    @property
    def takes_turns(self) -> bool:
        """Whether the judge has limits of its own, so that the engine need not hold calls back.

        A model in this process takes whatever is asked at the same time as one batch.
        """
        return bool(self.get("path"))
