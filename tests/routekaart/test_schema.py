"""The JSON Schemas for editors: the content fits them, and what is wrong does not."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.routekaart.loader import FOLDER
from bot.routekaart.schema import patterns, schemas, write_schemas

SCHEMAS = schemas()
FILES = sorted((name, path) for name, pattern in patterns().items() for path in FOLDER.glob(pattern))


def as_editor_sees(value: Any) -> Any:
    """An editor's YAML has no dates: they are texts there."""
    return json.loads(json.dumps(value, default=dt.date.isoformat))


def content(name: str) -> Any:
    return as_editor_sees(yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")))


def test_every_file_of_the_content_has_a_schema() -> None:
    assert {path for _, path in FILES} == {path for part in (".", "routes", "regio") for path in (FOLDER / part).glob("*.yml")}


@pytest.mark.parametrize(("name", "path"), FILES, ids=[path.relative_to(FOLDER).as_posix() for _, path in FILES])
def test_a_file_of_the_content_fits_its_schema(name: str, path: Path) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMAS[name])
    faults = jsonschema.Draft7Validator(SCHEMAS[name]).iter_errors(content(str(path.relative_to(FOLDER))))
    assert [f"{list(fault.absolute_path)}: {fault.message}" for fault in faults] == []


def changed(name: str, weg: list[str | int], value: Any) -> Any:
    data = content(name)
    part = data
    for key in weg[:-1]:
        part = part[key]
    if value is None:
        del part[weg[-1]]
    else:
        part[weg[-1]] = value
    return data


WRONG = [
    # schema, file, field, new value (None: taken away), reason
    ("regio", "regio/kampen.yml", ["organisaties", 0, "telefon"], "038-1234567", "an unknown field"),
    ("regio", "regio/kampen.yml", ["organisaties", 0, "functies"], "leerplicht", "a text for a list"),
    ("regio", "regio/kampen.yml", ["gemeenten"], None, "a required field is missing"),
    ("regio", "regio/kampen.yml", ["id"], "Kampen!", "an id with capitals"),
    ("regio", "regio/kampen.yml", ["organisaties", 0, "zekerheid"], "misschien", "a value that is not in the list"),
    ("regio", "regio/kampen.yml", ["organisaties", 0, "telefoon"], {"waarde": 900, "bron": "x"}, "a number without quotes"),
    ("route", "routes/pesten.yml", ["urgentie", "niveau"], "ooit", "an urgency that does not exist"),
    ("route", "routes/pesten.yml", ["stappen", 0, "bron"], None, "a step without a source"),
    ("route", "routes/pesten.yml", ["stappen", 0, "bron"], [], "a step with an empty list of sources"),
    ("route", "routes/pesten.yml", ["stappen"], [], "no steps"),
    ("landelijk", "landelijk.yml", ["zinnen", "nu_dicht"], None, "a fixed sentence is missing"),
    ("zorgvragen", "zorgvragen.yml", [0, "knop"], "x" * 61, "a button that is too long"),
    ("bronnen", "bronnen.yml", ["S1", "titel"], None, "a source without a title"),
    ("regels", "regels.yml", ["max_woorden"], "veel", "a word for a number"),
]


@pytest.mark.parametrize(("name", "file", "weg", "value", "reason"), WRONG, ids=[row[4] for row in WRONG])
def test_a_wrong_file_is_refused(name: str, file: str, weg: list[str | int], value: Any, reason: str) -> None:
    faults = list(jsonschema.Draft7Validator(SCHEMAS[name]).iter_errors(changed(file, weg, value)))
    assert faults


def test_the_schemas_are_written_as_files(tmp_path: Path) -> None:
    written = list(write_schemas(tmp_path / "new" / "folder"))
    assert {path.name for path in written} == {f"{name}.json" for name in SCHEMAS}
    assert all(json.loads(path.read_text(encoding="utf-8")) == SCHEMAS[path.stem] for path in written)
