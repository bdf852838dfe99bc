"""Files of messages, one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterator

from bot.errors import UsageError

Line = dict[str, Any]


def read_lines(path: Path, *keys: str) -> Iterator[Line]:
    """One JSON object a line, each with these keys."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}. Mend: name a readable UTF-8 file.") from None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            missing = [key for key in keys if key not in row]
        except (ValueError, TypeError):
            raise UsageError(f"{path}:{number}: this is not a JSON object. Mend: write one object a line.") from None
        if not isinstance(row, dict) or missing:
            raise UsageError(f"{path}:{number}: {', '.join(missing) or 'an object'} is missing. Mend: add it.")
        if not isinstance(row.get("text", ""), str):
            raise UsageError(f"{path}:{number}: 'text' is not a text. Mend: write it between quotes.")
        yield row
