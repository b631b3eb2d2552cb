"""The reason codes that a reward or an operator gives by itself."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "bad_answer": "The reference answer of the row cannot be read; correct it in the data set.",
    "bad_column": "A column of the row cannot be read as the type that the reward asks for.",
    "bad_return": "The reward returned what is no score of this sample; correct its code.",
    "counted_at_low_end": "A part has no value and was counted at its low end, as the spec says.",
    "exception": "The code of the reward raised an exception; the detail names it and its line.",
    "fallback": "An earlier choice of `first` had no value, so a later one was taken.",
    "gate_closed": "The condition of a gate does not hold, so the rest was not paid.",
    "missing_answer": "The row has no reference answer; add one or leave the row out.",
    "missing_column": "The row lacks a column that the reward asks for.",
    "no_low_end": "The range has no finite low end to give what is unreadable or too slow.",
    "no_route": "The row names no route of `where`, and there is no `otherwise`.",
    "no_value": "The reward returned the status ok without a value; correct its code.",
    "not_finite": "The value is infinite or not a number; correct the reward.",
    "out_of_range": "The value lies outside the declared range; correct the range or the code.",
    "returned_none": "The reward returned None: it does not apply to this sample.",
    "skipped": "The part was not needed, or lacks a value and its weight was spread over others.",
}
