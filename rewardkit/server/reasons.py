"""The reason codes of the server."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "server_deadline": "The rows of the request were not scored within the limit of the server.",
}
