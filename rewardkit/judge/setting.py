"""The setting `judge` of a verifier: a plain mapping that knows which of its keys decide."""

from __future__ import annotations

from typing import Any

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

    @property
    def takes_turns(self) -> bool:
        """Whether the judge has limits of its own, so that the engine need not hold calls back.

        A model in this process takes whatever is asked at the same time as one batch.
        """
        return bool(self.get("path"))
