"""Wording that stands outside the domain, as data in `data/teksten`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Mapping

import yaml

FOLDER = Path(__file__).parents[1] / "data" / "teksten"


@functools.cache
def teksten(naam: str) -> Mapping[str, Any]:
    """The texts of one file, read once."""
    content: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{naam}.yml").read_text(encoding="utf-8"))
    return content
