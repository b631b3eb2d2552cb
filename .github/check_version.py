"""Check that a release names one version: the tag, pyproject.toml, CITATION.cff and CHANGELOG.md.

Called as `python .github/check_version.py v0.2.0`; without a tag the files are compared alone.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def faults(root: Path, tag: str) -> list[str]:
    """Return a sentence for each place that names another version, or none where it must."""
    version = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    found = []
    if tag and tag != f"v{version}":
        found.append(f"the tag is {tag}, and pyproject.toml has {version}: tag v{version}")
    cited = re.search(r"^version: *(\S+)", (root / "CITATION.cff").read_text(), re.MULTILINE)
    if cited is None or cited[1] != version:
        found.append(f"CITATION.cff names {cited[1] if cited else 'no version'}, not {version}")
    changes = (root / "CHANGELOG.md").read_text()
    if tag and not re.search(rf"^## {re.escape(version)}\b", changes, re.MULTILINE):
        found.append(f"CHANGELOG.md has no section '## {version}': rename 'Unreleased'")
    return found


if __name__ == "__main__":
    said = faults(ROOT, sys.argv[1] if len(sys.argv) > 1 else "")
    print("\n".join(said) or "one version")
    sys.exit(bool(said))
