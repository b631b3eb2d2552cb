"""The reason codes of the verifiers of mathematics."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "ambiguous": "The reply gives several answers that differ.",
    "exact": "The answer has exactly the value of the reference.",
    "far": "The number is as far from the reference as earns the least.",
    "found": "The reply states one answer; whether it is right was not asked.",
    "near": "The number is close to the reference and earns a part.",
    "no_steps": "The solution states no equation, or too few, that plain arithmetic can decide.",
    "not_a_number": "The answer of the reply is not a number that can be measured.",
    "numeric": "The answer equals the reference at every point that was tried.",
    "rounding": "The answer is the reference rounded, as the policy allows.",
    "steps_hold": "No step of the solution that was checked is wrong.",
    "structure": "The answer equals the reference part by part.",
    "sympy": "The answer equals the reference, as sympy found in a process of its own.",
    "text": "The answer is the reference, word for word.",
    "unclosed": "The box or tag around the answer is not closed, as when the reply was cut off.",
    "undecided": "No method decides whether the answer equals the reference.",
    "unevaluated": "The answer is the expression of the question, not worked out.",
    "unreadable": "The answer is neither mathematics that can be read nor the reference's words.",
    "wrong": "The answer was read and is not the reference.",
    "wrong_step": "A step of the solution is wrong; the detail says which is the first.",
    "wrong_structure": "The answer has another number of parts or another shape.",
}
