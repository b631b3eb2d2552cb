"""One self-contained HTML document: plots and tables above, completions below."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files

from rewardkit.report.entries import Entry
from rewardkit.report.page import Cell, table

# The page loads nothing, from nowhere; hostile text cannot add a script.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


@dataclass(slots=True)
class Document:
    """The content of a report.

    Attributes:
        facts: Lines below the title: fingerprints, counts, sources.
        alarms: Sentences that a reader should see first.
        plots: SVG text by caption.
        tables: Head and rows by title.
        entries: The completions of the viewer.
    """

    title: str
    facts: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    plots: dict[str, str] = field(default_factory=dict)
    tables: dict[str, tuple[Sequence[str], Sequence[Sequence[Cell]]]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def html(self, refresh: int | None = None) -> str:
        """Return the document as HTML.

        Args:
            refresh: Seconds after which the page loads itself anew, for a run that goes on.
        """
        again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
        parts = [
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">{again}',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(self.title)}</title><style>{_asset('style.css')}</style></head><body>",
            f"<header><h1>{escape(self.title)}</h1>",
            *(f'<p class="note">{escape(one)}</p>' for one in self.facts),
            "</header><main>",
            *(f'<p class="alarm" role="alert">{escape(one)}</p>' for one in self.alarms),
            self._plots(),
            *(
                f"<h2>{escape(title)}</h2>{_plain(table(head, rows))}"
                for title, (head, rows) in self.tables.items()
            ),
            self._viewer(),
            "</main></body></html>\n",
        ]
        return "\n".join(parts)

    def _plots(self) -> str:
        figures = "".join(
            f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"
            for caption, svg in self.plots.items()
        )
        return f'<div class="plots">{figures}</div>' if figures else ""

    def _viewer(self) -> str:
        if not self.entries:
            return ""
        rows = json.dumps([one.to_dict() for one in self.entries], ensure_ascii=False)
        # `</script>` in a completion would end the block of data.
        for sign in ("<", chr(0x2028), chr(0x2029)):
            rows = rows.replace(sign, f"\\u{ord(sign):04x}")
        rows = rows.encode("utf-8", "backslashreplace").decode("utf-8")
        return _VIEWER.replace("@DATA@", rows).replace("@SCRIPT@", _asset("viewer.js"))


_VIEWER = """<h2 id="completions">Completions</h2>
<div class="tools">
<input id="search" type="search" aria-label="search"
 placeholder="search prompt, completion, reason">
<select id="status" aria-label="status"><option value="">any status</option></select>
<select id="reason" aria-label="reason"><option value="">any reason</option></select>
<button id="groups" type="button" aria-pressed="false">groups</button>
<span id="count" role="status"></span>
</div>
<div class="viewer"><div>
<div class="head" style="padding:0 .5rem"><button data-key="id">id</button>
<button data-key="value" class="number">value</button><button data-key="reason">reason</button>
<button data-key="completion">completion</button></div>
<div id="scroll" class="scroll" tabindex="0" role="listbox" aria-label="completions">
<div id="space" class="space"></div></div></div>
<div id="detail" class="detail" aria-live="polite"></div></div>
<script type="application/json" id="data">@DATA@</script>
<script>@SCRIPT@</script>"""


def _asset(name: str) -> str:
    return files("rewardkit.report").joinpath("assets", name).read_text(encoding="utf-8")


def _plain(text: str) -> str:
    return text.replace("<table>", '<table class="plain">', 1)
