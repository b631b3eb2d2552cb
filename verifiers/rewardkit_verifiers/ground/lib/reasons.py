"""The reason codes of the verifiers of grounding."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "bad_documents": "The documents of the row cannot be read; correct them.",
    "few_citations": "The reply cites less often than is asked for.",
    "only_citations": "The reply has citations and quotes, and no words of its own.",
    "unknown_source": "The reply cites a document that the row does not have.",
    "wrong_quote": "A quoted passage does not stand in the document that is cited for it.",
}
