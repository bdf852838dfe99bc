"""Which field of ours is which field of HSDS. What HSDS has no field for goes into `attributes`, as JSON."""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any, Mapping

from bot.routekaart.deel import Deel

VERSION = "3.1"

Data = dict[str, Any]
Velden = Mapping[tuple[str, ...], str]
"""Way to a value of ours -> name of the HSDS field."""

SERVICE: Velden = {
    ("naam",): "name",
    ("waarvoor", "tekst"): "description",
    ("wie_mag", "tekst"): "eligibility_description",
    ("let_op", "tekst"): "alert",
    ("email", "waarde"): "email",
    ("url", "waarde"): "url",
}
ZORGVRAAG: Velden = {("id",): "code", ("label",): "name", ("wel",): "description"}
FUNCTIE: Velden = {("naam",): "name", ("uitleg", "tekst"): "description"}
REGIO: Velden = {("id",): "code", ("naam",): "name", ("provincie",): "description"}
BRON: Velden = {("titel",): "name", ("url",): "term_uri"}

# The taxonomies, and what the link_type of an attribute says.
ZORGVRAGEN, FUNCTIES, REGIOS, BRONNEN, LAND, VELDEN = "zorgvragen", "functies", "regio's", "bronnen", "land", "velden"
VELD, ROUTE, REGELS = "veld", "route", "regels"

DAGEN: Mapping[str, str] = {"ma": "MO", "di": "TU", "wo": "WE", "do": "TH", "vr": "FR", "za": "SA", "zo": "SU"}

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:wegwijzer:routekaart")


def id_of(*key: str) -> str:
    """The same UUID for the same key, in every export."""
    return str(uuid.uuid5(_NAMESPACE, json.dumps(key)))


def plain(deel: Deel) -> Data:
    """A part of the route map as JSON data, without what is not filled in."""
    data: Data = json.loads(deel.json(exclude_defaults=True))
    return data


def split(data: Data, velden: Velden) -> tuple[Data, Data]:
    """What HSDS has a field for, and the rest."""
    rest, fields = copy.deepcopy(data), {}
    for way, name in velden.items():
        part = rest
        for key in way[:-1]:
            part = part.get(key, {})
        if way[-1] in part:
            fields[name] = part.pop(way[-1])
    return fields, rest


def join(fields: Mapping[str, Any], rest: Data, velden: Velden) -> Data:
    """The inverse of `split`. What was taken away from the HSDS field is gone, with what belonged to it."""
    data = copy.deepcopy(rest)
    for way, name in velden.items():
        if fields.get(name) is None:
            data.pop(way[0], None)
            continue
        part = data
        for key in way[:-1]:
            part = part.setdefault(key, {})
        part[way[-1]] = fields[name]
    return data
