"""The reason codes that the engine gives where a reward gave no score."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "bad_length": "A batched reward returned more or fewer results than it was given samples.",
    "bad_reply": "The worker process answered out of form; the code of the reward disturbed it.",
    "bad_row": "The row cannot be read as a sample; correct it in the data.",
    "bad_sample": "A column of the row raised an error while it was read; correct the data.",
    "cancelled": "An async reward cancelled itself; correct its code.",
    "deadline": "The reward took longer than its deadline; make it faster or raise the deadline.",
    "given_up": "Its batch failed as a whole, and rows were no longer tried one by one.",
    "no_worker": "No worker process could be started on this machine; see the detail.",
    "not_sendable": "The arguments cannot be pickled for a worker process; give plain data.",
    "out_of_memory": "The worker process ran out of the memory that the reward may use.",
    "worker_cannot_load": "The worker process could not import the reward, or not in time.",
    "worker_died": "The worker process ended during the call, as after a crash or an exit.",
}
