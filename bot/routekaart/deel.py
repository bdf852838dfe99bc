"""What every part of the route map shares: immutable, no unknown fields, texts with a source."""

from __future__ import annotations

import datetime as dt
from typing import Any, Optional

from pydantic import BaseModel, Field, root_validator, validator

from bot.routekaart.zin import Onjuist

VAKKENNIS = "vakkennis"
"""Source key for professional common knowledge: a person of the field still has to read it."""


def _for_editors(schema: dict[str, Any]) -> None:
    """What the validators below accept beyond the types: a field without a value, one source as a text."""
    for name, field in schema["properties"].items():
        if name == "bron" and field["type"] == "array":
            field = {"anyOf": [{"type": "string"}, {**field, "minItems": 1}]}
        if name not in schema.get("required", ()):
            field = {"anyOf": [field, {"type": "null"}]}
        schema["properties"][name] = field


class Deel(BaseModel):
    """A part of the route map as it stands in the YAML files. A field without a value counts as not there."""

    class Config:
        frozen = True
        extra = "forbid"
        anystr_strip_whitespace = True
        schema_extra = staticmethod(_for_editors)

    @root_validator(pre=True)
    def _without_empty(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in values.items() if value is not None}


class Bron(Deel):
    """Where a fact was seen. `gezien_op` is the day on which the project read it."""

    titel: str
    url: Optional[str] = None
    datum: Optional[str] = Field(None, description="date of the source itself, as precise as known: 2022, 2022-09, 2022-09-30")
    gezien_op: dt.date

    @validator("datum", pre=True)
    def _as_text(cls, value: Any) -> Any:
        return None if value is None else str(value)


def filled(*fields: str) -> Any:
    """A validator: these lists may not be empty (pydantic 1 does not check the length of a tuple)."""

    def check(cls: type, value: Any) -> Any:
        if not value:
            raise Onjuist("this list may not be empty")
        return value

    return validator(*fields, allow_reuse=True)(check)


def as_tuple(value: Any) -> Any:
    """One source may be written as a string, several as a list."""
    return (value,) if isinstance(value, str) else value


class Tekst(Deel):
    """Dutch text at level B1 that a teacher reads, with the keys of its sources."""

    tekst: str = Field(min_length=1)
    bron: tuple[str, ...]

    _bron = validator("bron", pre=True, allow_reuse=True)(as_tuple)
    _filled = filled("bron")


class Feit(Deel):
    """A phone number, mail address or web address. A person checked it on `gecontroleerd_op`, or nobody has yet."""

    waarde: str = Field(min_length=1)
    bron: str
    gecontroleerd_op: Optional[dt.date] = None

    @validator("waarde", pre=True)
    def _text(cls, value: Any) -> Any:
        if isinstance(value, (int, float)):
            raise Onjuist('write the number between quotes, for example "0800-2000", or YAML changes it')
        return value
