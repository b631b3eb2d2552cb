"""The reason codes of the verifiers of form."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "bad_number": "The JSON holds a number that no JSON number can be, or too large a one.",
    "bad_schema": "The JSON schema of the settings or the row is not valid; correct it.",
    "duplicate_key": "An object of the JSON has one key twice.",
    "echo": "The blocks are those of an example in the prompt.",
    "empty_values": "A value of the data is empty, though the schema is kept to.",
    "hidden_tag": "A tag is hidden by invisible characters or look-alike letters.",
    "lone_surrogate": "The JSON holds half of a surrogate pair, which is no character.",
    "misplaced_tag": "A tag stands out of the order that was asked for.",
    "no_match": "The reply does not match the pattern.",
    "not_data": "The reply is not data of the format that is asked for.",
    "not_json": "The reply is not JSON.",
    "other_values": "The data were read, and some of its fields are not those of the reference.",
    "padding": "A block holds filler instead of content.",
    "regex_timeout": "The pattern of the settings takes too long; make it linear.",
    "reordered_text": "Characters that reorder text make the blocks look other than they are.",
    "repeated_tag": "A tag stands more than once.",
    "schema": "The JSON breaks its schema at the place that the detail names.",
    "text_after": "Text stands after the last block.",
    "text_around": "Text stands around the JSON.",
    "text_before": "Text stands before the first block.",
    "text_between": "Text stands between two blocks.",
    "too_deep": "The JSON is nested more deeply than the verifier reads.",
}
