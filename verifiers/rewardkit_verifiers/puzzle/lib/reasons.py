"""The reason codes of the verifiers of puzzles."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "bad_puzzle": "The puzzle of the row cannot be read, or has no solution; correct it.",
    "no_guess": "No message of the reply is a guess; in a crossword, the answer has no letter.",
    "not_a_count": "The reply does not state one whole number.",
    "not_a_grid": "The reply holds no grid of the size of the puzzle.",
    "not_a_solution": "The reply does not give one plain number to each unknown.",
    "not_an_expression": "The reply holds no arithmetic expression.",
    "unsolved": "The answer was read, and does not solve the puzzle.",
    "wrong_letters": "The word is not made of the given letters.",
    "wrong_numbers": "The expression uses other numbers than the given ones.",
}
