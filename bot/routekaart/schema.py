"""JSON Schemas of the content files: an editor completes fields and marks faults while somebody writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterator, List, Mapping

from pydantic import schema_of

from bot.routekaart.deel import Bron
from bot.routekaart.landelijk import Landelijk
from bot.routekaart.regels import Regels
from bot.routekaart.regio import Regio
from bot.routekaart.route import Route
from bot.routekaart.zorgvraag import Zorgvraag

_SOORTEN: Mapping[str, tuple[str, Any]] = {
    # name of the schema: the files it is for, what stands in them
    "zorgvragen": ("zorgvragen.yml", List[Zorgvraag]),
    "landelijk": ("landelijk.yml", Landelijk),
    "bronnen": ("bronnen.yml", dict[str, Bron]),
    "regels": ("regels.yml", Regels),
    "route": ("routes/*.yml", Route),
    "regio": ("regio/*.yml", Regio),
}
DRAFT = "http://json-schema.org/draft-07/schema#"


def patterns() -> Mapping[str, str]:
    """Name of each schema -> which files of the content folder it is for."""
    return {name: pattern for name, (pattern, _) in _SOORTEN.items()}


def schemas() -> Mapping[str, dict[str, Any]]:
    """Name -> JSON Schema (draft 7)."""
    found = {name: {"$schema": DRAFT, **schema_of(type_, title=pattern)} for name, (pattern, type_) in _SOORTEN.items()}
    plain: dict[str, dict[str, Any]] = json.loads(json.dumps(found))
    return plain


def write_schemas(folder: Path) -> Iterator[Path]:
    """Writes each schema to `folder` and gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        yield path
