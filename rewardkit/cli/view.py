"""`rewardkit view`: the report of a run or a file of results, served while it grows."""

from __future__ import annotations

from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Annotated

import typer

from rewardkit.errors import RewardkitError


def command(
    source: Annotated[str, typer.Argument(help="Results of `score -o`, or a run folder.")],
    port: Annotated[int, typer.Option(help="0 takes a free one.", min=0, max=65535)] = 8765,
    samples: Annotated[
        str | None, typer.Option(help="The samples that were scored, for prompts and texts.")
    ] = None,
    refresh: Annotated[int, typer.Option(help="Seconds between two looks.", min=1)] = 15,
) -> None:
    """Serve the report on this machine only, made anew at each look; Ctrl-C ends it.

    Example: rewardkit view runs/demo-seed0
    """
    from rewardkit.report.build import build

    build(source, samples)  # what cannot be read is said now, not in a browser
    handler = partial(Page, source, samples, refresh)
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        typer.echo(f"http://127.0.0.1:{server.server_address[1]}/  (Ctrl-C ends it)")
        server.serve_forever()


class Page(BaseHTTPRequestHandler):
    """A request for the one page."""

    def __init__(self, source: str, samples: str | None, refresh: int, *connection: object) -> None:
        self.source, self.samples, self.refresh = source, samples, refresh
        super().__init__(*connection)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with the page, or with what keeps it from being made."""
        from rewardkit.report.build import build

        if self.path != "/":
            self.send_error(404)
            return
        try:
            text, code = build(self.source, self.samples).html(self.refresh), 200
        except (RewardkitError, OSError) as error:
            text, code = f"{error}\n", 503
        body = text.encode("utf-8", "backslashreplace")
        self.send_response(code)
        kind = "text/html" if code == 200 else "text/plain"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write nothing: the terminal shows the address and no requests."""
