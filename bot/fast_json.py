"""JSON read and written by orjson. What it refuses, such as half a letter of two surrogates, takes the slow way of the standard library."""

from __future__ import annotations

import json
from typing import Any

import orjson


def write(value: Any) -> bytes:
    """Raises TypeError for what is no JSON."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)
    except TypeError:
        return json.dumps(value).encode()


def read(text: str | bytes) -> Any:
    """Raises ValueError for what is no JSON."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)
