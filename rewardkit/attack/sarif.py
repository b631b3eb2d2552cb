"""Findings as SARIF 2.1.0, which code hosts show beside the code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rewardkit.attack.result import Attack

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_WORDS = {
    "false_pass": "A reply that deserves nothing is paid in full.",
    "free_pay": "A reply without an answer earns a large part of the pay.",
    "constant": "Every reply to a row is paid alike.",
    "two_truths": "One reply is paid in full under two references.",
    "swap": "A reply is paid in full under the reference of another row.",
    "near": "A reply is paid in full under neighbours of its reference.",
    "inversion": "A wrong number earns as much as the right one written otherwise.",
    "part": "A reply is paid in full under a part of its reference.",
}


def sarif_of(found: Attack, reference: str) -> dict[str, Any]:
    """Return the SARIF log of an attack.

    Args:
        found: The result.
        reference: The reward as the command line named it; its file is the place of each finding.
    """
    results = list(_results(found, reference))
    rules = sorted({one["ruleId"] for one in results})
    driver = {
        "name": "rewardkit attack",
        "informationUri": "https://pypi.org/project/rewardkit/",
        "rules": [{"id": one, "shortDescription": {"text": _WORDS.get(one, one)}} for one in rules],
    }
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _results(found: Attack, reference: str) -> Iterator[dict[str, Any]]:
    place, colon, _ = reference.rpartition(":")
    file = place if colon else reference
    if not file.endswith(".py") and "/" not in file and not file.endswith((".yaml", ".json")):
        file = file.replace(".", "/") + ".py"
    where = [{"physicalLocation": {"artifactLocation": {"uri": file}}}]
    for hole in found.holes:
        text = (
            f"{hole.policy} pays {hole.value:g} of {hole.honest_value:g} ({hole.share:.0%}) on row "
            f"{hole.id}: {hole.completion[:300]!r}"
        )
        yield _result(hole.kind, "error", text, where, hole.key)
    for fault in found.conduct:
        text = f"{fault.detail}: {fault.completion[:300]!r}"
        yield _result(fault.kind, "warning", text, where, f"conduct:{fault.kind}")


def _result(
    rule: str, level: str, text: str, where: list[dict[str, Any]], key: str
) -> dict[str, Any]:
    return {
        "ruleId": rule,
        "level": level,
        "message": {"text": text},
        "locations": where,
        "partialFingerprints": {"rewardkit/v1": key},
    }
