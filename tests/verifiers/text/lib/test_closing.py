"""A letter as the last word of the last sentence, behind what the question asks for."""

from __future__ import annotations

import pytest

from rewardkit_verifiers.text.choice import choice

COUNT = "What is the most likely equilibrium population count?\n(A) 40\n(B) 60\n(C) 80\n(D) 100"
LENGTH = "The length of CD is ()\n(A) 21/2\n(B) √{15}/2\n(C) \\frac{9}{2}\n(D) \\frac{3√{5}}{2}"
RIVER = (
    "Which river is the longest in Africa?\nA. the Nile\nB. the Congo\nC. the Niger\nD. the Volta"
)
SOLUTION = (
    "Which solution has the higher concentration?\n(A) neither\n(B) Solution A\n(C) Solution B"
)
POINT = "Which point is the centre of the circle?\n(A) C\n(B) D\n(C) A\n(D) B"
TEN = "What is the rent of it?\nA. 1\nB. 2\nC. 3\nD. 4\nE. 5\nF. 6\nG. 7\nH. 8\nI. 9\nJ. 10"
HEIGHT = "What is the height of the tree in figure ABCD?\n(A) 3 m\n(B) 4 m\n(C) 5 m\n(D) 6 m"
CHOOSES = [
    (COUNT, "So the most likely equilibrium population count is C.", "C"),
    (COUNT, "It levels off. The equilibrium population count is B.", "B"),
    (COUNT, "It levels off. Thus the equilibrium count is (D).", "D"),
    (COUNT, "It levels off. Therefore, the likely count is **A**.", "A"),
    (COUNT, "So the population count = C", "C"),
    (COUNT, "So the most likely population count: C", "C"),
    (LENGTH, "CD^2 = 5\nCD = √5\n\nTherefore, the length of CD is D.", "D"),
    (LENGTH, "A, B, C form a triangle.\nHence the length of CD is B.", "B"),
    (LENGTH, "AB = 3. So the length of the segment CD is C.", "C"),
    (LENGTH, "The length of CD is equal to B.", "B"),
    (RIVER, "It flows north. So the longest river is A.", "A"),
    (RIVER, "It flows north. The longest river in Africa is A.", "A"),
    (RIVER, "The longest river is B.", "B"),
    (HEIGHT, "Using the ratio, the height of the tree is C.", "C"),
    (HEIGHT, "A, B, C, D are corners. Therefore the height of the tree is D.", "D"),
    (HEIGHT, "So, the tree's height is B.", "B"),
    (TEN, "So the rent is E.", "E"),
]
NAMES_ANOTHER = [
    (COUNT, "So the most likely equilibrium population count is not C.", "C"),
    (COUNT, "The most likely count might be C.", "C"),
    (COUNT, "If wolves die, the equilibrium population count is C.", "C"),
    (COUNT, "The equilibrium count is C or D.", "C"),
    (COUNT, "So the vertex is C.", "C"),
    (COUNT, "The name of the curve is C.", "C"),
    (COUNT, "The most likely count is C. But then the deer eat it all and it is B.", "C"),
    (LENGTH, "The foot of the perpendicular is D.", "D"),
    (LENGTH, "The vertex of the triangle is C.", "C"),
    (LENGTH, "So the end of the length CD is D, which is the foot of AD.", "D"),
    (LENGTH, "The right angle is A.", "A"),
    (LENGTH, "The point on BC is D.", "D"),
    (SOLUTION, "The solution with the higher concentration is B.", "B"),
    (SOLUTION, "So the higher concentration is B.", "B"),
    (POINT, "The centre of the circle is C.", "C"),
    (RIVER, "Whether the longest river is A.", "A"),
    (RIVER, "Some say the longest river is B.", "B"),
    (RIVER, "The longest river is neither A nor B.", "B"),
    (RIVER, "Which river is the longest in Africa is A?", "A"),
    (HEIGHT, "The foot of the tree is C.", "C"),
    (HEIGHT, "The height of the tree is measured at C.", "C"),
    (HEIGHT, "The tree is at A.", "A"),
    (HEIGHT, "The height is C, no, it is D.", "C"),
]


@pytest.mark.parametrize(("prompt", "reply", "letter"), CHOOSES)
def test_a_letter_said_of_what_is_asked_is_chosen(prompt: str, reply: str, letter: str) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 1.0


@pytest.mark.parametrize(("prompt", "reply", "letter"), NAMES_ANOTHER)
def test_a_letter_of_a_figure_or_a_supposition_is_not_chosen(
    prompt: str, reply: str, letter: str
) -> None:
    assert choice.score(completion=reply, answer=letter, prompt=prompt).value == 0.0
