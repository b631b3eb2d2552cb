"""Prompts: trusted text with slots, filled in one pass; what fills them cannot open a slot."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from rewardkit.judge.prompt.sanitise import neutralised

_SLOT = re.compile(r"\{\{(\w+)\}\}")


def filled(template: str, slots: Mapping[str, str]) -> str:
    """Return the template with each `{{name}}` replaced, all at once.

    Raises:
        ValueError: The template names a slot that is not there.

    Example:
        >>> filled("{{a}} and {{b}}", {"a": "{{b}}", "b": "2"})
        '{{b}} and 2'
    """

    def put(match: re.Match[str]) -> str:
        if match[1] not in slots:
            raise ValueError(f"there is no slot {match[1]!r}; slots are {', '.join(slots)}")
        return slots[match[1]]

    return _SLOT.sub(put, template)


def block(name: str, text: str, nonce: str) -> str:
    """Return untrusted text between delimiters that it cannot contain."""
    return f"<{name}-{nonce}>\n{text}\n</{name}-{nonce}>"


def data_blocks(parts: Mapping[str, str]) -> tuple[str, str]:
    r"""Return untrusted texts as named blocks, and the nonce of their delimiters.

    The nonce is a digest of the texts: the same question gives the same prompt, so its reply can
    be found again, and yet a text that held the nonce would have to contain its own digest.

    Example:
        >>> text, nonce = data_blocks({"submission": "40"})
        >>> text == f"<submission-{nonce}>\n40\n</submission-{nonce}>"
        True
    """
    clean = {name: neutralised(text) for name, text in parts.items()}
    digest = hashlib.sha256()
    for name, text in clean.items():
        digest.update(f"{name}\0{text}\0".encode("utf-8", "replace"))
    nonce = digest.hexdigest()[:12]
    return "\n\n".join(block(name, text, nonce) for name, text in clean.items()), nonce
