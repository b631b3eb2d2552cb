"""The file that verl's `reward.custom_reward_function.path` names, with `name: compute_score`.

`python examples/verl_reward.py` calls it the way verl does, for rows that it answers and for one
that it cannot judge.
"""

from __future__ import annotations

from rewardkit import Score, gate, reward


@reward
def right(completion: str, answer: float) -> Score:
    """Pay for the right number on the last line."""
    last_line = completion.rstrip().rpartition("\n")[2]
    try:
        return Score.ok(float(last_line) == answer)
    except ValueError:
        return Score.unparsed("no_number", f"the last line is {last_line[:40]!r}")


@reward
def brief(completion: str, *, limit: int = 40) -> float:
    """Pay less and less beyond the limit of characters."""
    return min(1.0, limit / max(len(completion), 1))


graded = gate(right, brief.scale_to(0.5, 1), otherwise=0).named("graded")

# verl has no value for "unknown". `missing="raise"`, the default, would end the run instead.
compute_score = graded.for_verl(missing="low")


def main() -> None:
    """Call the function as verl's reward managers do."""
    for solution, truth in (("3", 3.0), ("1 and 2 make\n3", 3.0), ("three", 3.0), ("3", "three")):
        found = compute_score(
            data_source="sums", solution_str=solution, ground_truth=truth, extra_info={"index": 0}
        )
        known = "a score" if found["score_valid"] else "no score, lowered"
        print(f"{solution!r} for {truth!r}: {found['score']:g} ({known})")


if __name__ == "__main__":
    main()
