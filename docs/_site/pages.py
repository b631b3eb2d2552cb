"""Pages of the site that are made and not written: from the repository's own files and from cards.

Hooks of MkDocs, named in mkdocs.yml. Nothing here is imported by the library.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
# Files beside the docs that are pages of the site as well.
PROJECT = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]*)?\)")
# Blocks of our documents carry a word after the language; see tests/packaging/test_documents.py.
FENCE = re.compile(r"^```(\w+) (\S+)$", re.MULTILINE)


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made: the project's own files, and one page for each family."""
    for name in PROJECT:
        text = _relinked((ROOT / name).read_text(encoding="utf-8"), Path(name))
        files.append(File.generated(config, f"project/{name}", content=text))
    for family, text in family_pages().items():
        files.append(File.generated(config, f"reference/verifiers/{family}.md", content=text))
    nav = config["nav"]
    for group in nav:
        for title, value in group.items():
            if isinstance(value, list):
                group[title] = [
                    page
                    for one in value
                    for page in (_inside(files, one) if _is_folder(one) else [one])
                ]
            elif _is_folder(value):
                group[title] = _inside(files, value)
    return files


def _is_folder(entry: object) -> bool:
    return isinstance(entry, str) and entry.endswith("/")


def _inside(files: Files, folder: str) -> list[str]:
    pages = sorted(one.src_uri for one in files if one.src_uri.startswith(folder))
    return [page for page in pages if page.endswith(".md")]


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Turn the words after a language into titles, and links out of the docs into pages or text."""
    if not page.file.src_uri.startswith(("project/", "reference/verifiers/")):
        markdown = _relinked(markdown, Path("docs") / page.file.src_uri)
    return FENCE.sub(_titled, markdown)


def _titled(match: re.Match[str]) -> str:
    language, word = match.groups()
    return f"```{language}" if word == "no-run" else f'```{language} title="{word}"'


def _relinked(text: str, path: Path) -> str:
    """Rewrite links of a file so that they hold for the page that it becomes."""
    here = Path("docs/project") if path.name in PROJECT and len(path.parts) == 1 else path.parent

    def link(match: re.Match[str]) -> str:
        picture, label, target, anchor = match.groups()
        full = (ROOT / path.parent / target).resolve()
        if not full.is_relative_to(ROOT):
            return match[0]
        inside = full.relative_to(ROOT)
        if inside.as_posix() in PROJECT:
            inside = Path("docs/project") / inside
        elif inside.parts[0] != "docs":
            return f"{label} (`{inside.as_posix()}` in the repository)"
        up = [".."] * len(here.parts)
        same = 0
        for mine, theirs in zip(here.parts, inside.parts, strict=False):
            if mine != theirs:
                break
            same += 1
        found = "/".join(up[same:] + list(inside.parts[same:]))
        return f"{picture}[{label}]({found}{anchor or ''})"

    return LINK.sub(link, text)


def family_pages() -> dict[str, str]:
    """Return a page for each family of verifiers: what cards, signatures and reason tables say."""
    from rewardkit.catalogue.catalogue import entries
    from rewardkit.registry import verifiers
    from rewardkit.registry.facts import facts_of

    pages: dict[str, list[str]] = defaultdict(list)
    for entry in entries():
        card = entry.card
        family, _, _ = card.id.partition("/")
        facts = facts_of(card, verifiers.get(card.id))
        lines = pages[family]
        if not lines:
            lines += [f"# {family}/*", "", "Made from the cards of the installed verifiers.", ""]
        lines += [f"## {card.id}", "", card.summary, "", f"*Judges:* {card.judges}", ""]
        lines += ["| | |", "| --- | --- |"]
        shown = {
            "version": card.version,
            "kind": card.kind,
            "range": facts.range,
            "reads": ", ".join(facts.inputs or ()),
            "cost": card.cost,
            "needs": ", ".join(card.needs) or "nothing beyond the base install",
        }
        lines += [f"| {key} | {_cell(value)} |" for key, value in shown.items()]
        lines += ["", "Known failures:", ""]
        lines += [f"- {text}" for text in card.known_failures] or ["- none known"]
        if card.references:
            lines += ["", "References:", "", *(f"- {text}" for text in card.references)]
        lines.append("")
    return {family: "\n".join(lines) for family, lines in pages.items()}


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|")


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Let the page load its helper for search from the site itself, and not from a network."""
    up = "../" * page.url.count("/")
    return output.replace("https://unpkg.com/iframe-worker/shim", f"{up}assets/file_worker.js")


def on_post_template(output: str, template_name: str, **_: Any) -> str:
    """Do the same for pages that belong to the theme, such as the one for a missing page."""
    return output.replace("https://unpkg.com/iframe-worker/shim", "assets/file_worker.js")
