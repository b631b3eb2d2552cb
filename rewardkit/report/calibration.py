"""The report of a calibration, and of a comparison of two judges."""

from __future__ import annotations

from collections.abc import Mapping

from rewardkit.judge.calibration.calibrate import Calibration, Comparison, Estimate
from rewardkit.report.page import heading, page, paragraph, scatter, table

MEANINGS = {
    "agreement": "share of samples on which accepting or refusing agrees with the labels",
    "kappa": "agreement beyond chance (Cohen)",
    "weighted_kappa": "the same for scores on a scale, quadratic weights",
    "auroc": "how often a good sample scores above a bad one",
    "brier": "mean squared distance from the labels; 0 is best",
    "ece": "expected calibration error; 0 is best",
    "false_accepts": "share of the bad samples that it accepts",
    "false_rejects": "share of the good samples that it refuses",
    "length_correlation_of_errors": "above 0: long answers are overrated",
    "pairs_ranked_rightly": "of two answers to one prompt, the better one scores higher",
    "longer_answer_rule": "what always preferring the longer answer would get",
    "position_consistency": "pairwise verdicts that survive the swap of the two",
    "effective_votes": "independent judges that the panel is worth",
    "test_retest": "equal scores when asked anew",
}


def calibration_page(found: Calibration) -> str:
    """Return the report of one judge as HTML."""
    return page(f"Calibration of {found.reward}", _body(found))


def _body(found: Calibration) -> list[str]:
    body = [
        paragraph(f"{found.samples} labelled samples, fingerprint {found.fingerprint}."),
        paragraph(verdict(found)),
        heading("Measures, with 95 % bootstrap intervals"),
        _estimates(found.estimates),
    ]
    if found.failed:
        body += [heading("No score"), table(["reason", "samples"], list(found.failed.items()))]
    if found.reliability:
        points = [(mean, share, float(count)) for mean, share, count in found.reliability]
        body += [heading("Reliability"), scatter(points, "score", "share of good samples")]
        rows = [[mean, share, count] for mean, share, count in found.reliability]
        body.append(table(["mean score", "share good", "samples"], rows))
    if found.worst:
        rows_ = [[row[key] for key in ("id", "value", "label", "excerpt")] for row in found.worst]
        body += [heading("Furthest apart"), table(["sample", "score", "label", "begins"], rows_)]
    return body


def verdict(found: Calibration) -> str:
    """Return the summary sentence of a calibration."""
    if not found.rated:
        return "The judge gave no score at all."
    if found.beats_length is False:
        return (
            "It ranks answers no better than a rule that always prefers the longer one: this is "
            "not a judge."
        )
    if found.failed:
        share = sum(found.failed.values()) / found.samples
        return f"It gave no score for {share:.1%} of the samples; those are in no measure below."
    return "Every sample got a score."


def comparison_page(found: Comparison) -> str:
    """Return the report of two judges as HTML."""
    first, second = found.first, found.second
    # Two prompts for one verifier have one name.
    same = first.reward == second.reward
    names = ("the first", "the second") if same else (first.reward, second.reward)
    body = [
        paragraph(
            f"{found.both} samples scored by both. Only {names[0]} is right on "
            f"{found.only_first}, only {names[1]} on {found.only_second} "
            f"(p = {found.p:.3g}, McNemar's exact test)."
        ),
        heading("Second minus first, with 95 % bootstrap intervals"),
        _estimates(found.differences),
    ]
    for name, one in (("First", first), ("Second", second)):
        body += [heading(f"{name}: {one.reward}"), *_body(one)]
    title = f"Two judges: {first.reward}" if same else f"{first.reward} and {second.reward}"
    return page(title, body)


def _estimates(estimates: Mapping[str, Estimate]) -> str:
    rows = [
        [name.replace("_", " "), one.value, one.low, one.high, MEANINGS.get(name, "")]
        for name, one in estimates.items()
    ]
    return table(["measure", "value", "from", "to", "what it is"], rows)
