"""The reason codes of a judge that gave no verdict; none says anything of the completion."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "judge_aborted": "The server broke its reply off by itself; look at its log.",
    "judge_bad_body": "The server's reply has not the form of its API; check URL and server.",
    "judge_bad_json": "The judge's reply is not the JSON that was asked for.",
    "judge_bad_logprobs": "The log-probabilities of the server are malformed.",
    "judge_bad_verdict": "The judge's verdict lacks a field or leaves the allowed values.",
    "judge_budget": "The call would exceed the budget of the run; raise it to go on.",
    "judge_canary_alarm": "The judge fails its control questions, so its verdicts are not used.",
    "judge_deadline": "No verdict came within the deadline, retries included.",
    "judge_empty": "The judge's reply is blank.",
    "judge_label_not_a_token": "A label is no token of its own in this model; use other labels.",
    "judge_low_support": "The labels hold too little of the probability to measure a grade.",
    "judge_no_logprobs": "The server sends no log-probabilities; use `by='token'`.",
    "judge_not_recorded": "The cassette holds no reply to this question; record it again.",
    "judge_rate_limited": "The server refuses more requests for now; lower the rate.",
    "judge_reasoning_only": "The judge reasoned and gave no answer; set the reasoning parser.",
    "judge_refusal": "The judge refused, or a filter of its server did.",
    "judge_rejected": "The request cannot be served: check model, key, length and template.",
    "judge_server_error": "The server failed, retries included.",
    "judge_timeout": "One request had no answer in time; raise the timeout of the endpoint.",
    "judge_truncated": "The judge's reply was cut off; raise `max_tokens`.",
    "judge_unreachable": "No connection to the server; check URL and network.",
    "judge_unusable": "The judge cannot be used as it is set up; the detail says why.",
}
