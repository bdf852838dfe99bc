"""The secret of the site: from the settings, or made once and kept."""

from __future__ import annotations

import secrets
from pathlib import Path


def sleutel(given: str, kept: Path) -> str:
    """At least 43 random characters unless one is given. The file is readable for its owner only."""
    if given:
        return given
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            kept.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            pass  # another process of the same start was faster
        else:
            kept.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return kept.read_text(encoding="utf-8").strip()
