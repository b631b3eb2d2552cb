"""The instructions of a row, each checked by its published id."""

from __future__ import annotations

from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.follow.lib.constraint import BadInstruction
from rewardkit_verifiers.follow.lib.judging import Compat, Credit, judged_reply, refused
from rewardkit_verifiers.follow.lib.rows import labels_of, wanted_of
from rewardkit_verifiers.follow.lib.verdicts import Mode


@reward
def instructions(
    completion: str,
    instruction_id_list: Any = None,
    kwargs: Any = None,
    prompt: str = "",
    ground_truth: Any = None,
    *,
    mode: Mode = "strict",
    credit: Credit = "share",
    compat: Compat = "",
) -> Score:
    """Pay a reply for the instructions of its row that it keeps to.

    Reads the rows of IFEval, IFBench and their training sets as they are. Each constraint is
    decided by the words of its sentence; `compat="ifbench"` decides as the published checkers do,
    faults and all. Reasoning is set aside, but not under `compat`.

    Args:
        completion: The reply.
        instruction_id_list: The published ids, such as `["count:numbers"]`.
        kwargs: The parameters, one mapping for each id; null ones are left out.
        prompt: The prompt, for those that repeat it.
        ground_truth: Ids and parameters as IFBench's training set has them, in place of both.
        mode: `strict`, or `loose`: the first line, the last line and asterisks may be left out.
        credit: The `share` of instructions kept, or 1 for `all` and 0 else.
        compat: `ifbench` for the verdicts of the checkers of IFBench and IFEval.

    Returns:
        From 0 to 1. A row whose ids or parameters cannot be read is an error.

    Example:
        >>> row = {"instruction_id_list": ["count:numbers", "punctuation:no_comma"]}
        >>> row["kwargs"] = [{"N": 2}, {}]
        >>> instructions.score(completion="From 1,000 to 3.5 in June.", **row).value
        0.5
        >>> instructions.score(completion="From 1000 to 3.5 in June.", **row).value
        1.0
    """
    try:
        if instruction_id_list is None:
            if ground_truth is None:
                raise BadInstruction("there is neither instruction_id_list nor ground_truth")
            instruction_id_list, kwargs = labels_of(ground_truth)
        wanted = wanted_of(instruction_id_list, kwargs, prompt)
    except BadInstruction as error:
        return refused(error)
    return judged_reply(completion, wanted, mode, credit, compat)
