"""From HSDS to a content folder. All or nothing: a fault leaves the disk as it was."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional

import yaml
from pydantic import BaseModel

from bot.routekaart.bestand import Bestand, Fout, RoutekaartFout, Weg
from bot.routekaart.hsds.velden import (
    BRON,
    BRONNEN,
    DAGEN,
    FUNCTIE,
    FUNCTIES,
    LAND,
    REGELS,
    REGIO,
    REGIOS,
    ROUTE,
    SERVICE,
    VELD,
    ZORGVRAAG,
    ZORGVRAGEN,
    Data,
    Velden,
    join,
)
from bot.routekaart.loader import load

_EXPORT = "export it again with: python -m bot routekaart export --hsds FILE"


class _Attribute(BaseModel):
    taxonomy_term_id: str
    link_type: str
    link_id: str
    label: str
    value: str = "null"


class _Term(BaseModel):
    id: str
    code: str
    name: str
    description: str
    term_uri: Optional[str]
    taxonomy: str


class _Phone(BaseModel):
    number: str


class _Contact(BaseModel):
    name: str


class _Schedule(BaseModel):
    byday: str
    opens_at: str
    closes_at: str


class _Service(BaseModel):
    name: str
    description: Optional[str]
    eligibility_description: Optional[str]
    alert: Optional[str]
    email: Optional[str]
    url: Optional[str]
    phones: list[_Phone] = []
    contacts: list[_Contact] = []
    schedules: list[_Schedule] = []
    attributes: list[_Attribute]


class _Document(BaseModel):
    """What the route map reads of the file; everything else in it is left alone."""

    services: list[_Service]
    taxonomy_terms: list[_Term]
    attributes: list[_Attribute]


def import_hsds(file: Path, into: Path) -> Path:
    """Makes the content folder `into` from an export, and gives it.

    Raises RoutekaartFout, and writes nothing, where the file cannot be used or `into` holds something already.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise RoutekaartFout([Fout(str(into), 1, "", "this is no empty folder", "name a folder that is new or empty")])
    terug = _Terug(_read(file))
    content = terug.content()
    try:
        _make(terug, content, into)
    except OSError as error:
        raise RoutekaartFout([Fout(str(into), 1, "", f"it cannot be made: {error.strerror}", "name a folder that you may make")]) from None
    return into


def _make(terug: _Terug, content: Mapping[str, Any], into: Path) -> None:
    """Beside the folder first, so that it appears whole or not at all."""
    there = next(parent for parent in into.absolute().parents if parent.is_dir())
    with tempfile.TemporaryDirectory(dir=there, prefix=".routekaart-") as temporary:
        made = Path(temporary) / "routekaart"
        for name, data in content.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_yaml(data), encoding="utf-8")
        try:
            load(made)
        except RoutekaartFout as error:
            raise RoutekaartFout([terug.in_file(fout) for fout in error.fouten]) from None
        into.parent.mkdir(parents=True, exist_ok=True)
        made.rename(into)


def _yaml(data: Any) -> str:
    text: str = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=140)
    return text


def _read(file: Path) -> Bestand:
    try:
        text = file.read_text(encoding="utf-8")
        data = json.loads(text)
    except OSError as error:
        raise RoutekaartFout(
            [Fout(str(file), 1, "", f"the file cannot be read: {error.strerror}", "name a file that you may read")]
        ) from None
    except UnicodeDecodeError as error:
        raise RoutekaartFout([Fout(str(file), 1, "", f"byte {error.start} is not UTF-8", "save the file as UTF-8")]) from None
    except json.JSONDecodeError as error:
        raise RoutekaartFout([Fout(str(file), error.lineno, "", f"this is not JSON: {error.msg}", _EXPORT)]) from None
    except RecursionError:
        raise RoutekaartFout([Fout(str(file), 1, "", "this is nested too deep", _EXPORT)]) from None
    try:
        node = yaml.compose(text, yaml.CSafeLoader)  # JSON is YAML: so a fault can tell its line
    except (yaml.YAMLError, UnicodeEncodeError):
        node = None
    return Bestand(str(file), data, node)


class _Terug:
    def __init__(self, bestand: Bestand) -> None:
        self._bestand = bestand
        self._document = bestand.as_type(_Document)
        self._terms = {term.id: term for term in self._document.taxonomy_terms}
        self._place: dict[str, Weg] = {term.id: ("taxonomy_terms", n) for n, term in enumerate(self._document.taxonomy_terms)}
        self._from: dict[tuple[str, str], Weg] = {}
        self._fouten: list[Fout] = []
        self._linked: dict[str, list[tuple[Weg, _Attribute]]] = {}
        for n, attribute in enumerate(self._document.attributes):
            self._linked.setdefault(attribute.link_id, []).append((("attributes", n), attribute))

    def content(self) -> Mapping[str, Any]:
        """Every file of the content folder. Raises RoutekaartFout with every fault of the file."""
        files: Data = {
            "zorgvragen.yml": [self._part("zorgvragen.yml", n, term, ZORGVRAAG) for n, term in enumerate(self._of(ZORGVRAGEN))],
            "bronnen.yml": {term.code: self._part("bronnen.yml", term.code, term, BRON) for term in self._of(BRONNEN)},
        }
        for term in self._of(ZORGVRAGEN):
            name = self._file("routes", term)
            files[name] = {"zorgvraag": term.code, **self._rest(name, "", self._linked.get(term.id, []), ROUTE)}
        organisaties = self._organisaties()
        land = next(iter(self._of(LAND)), None)
        if land is None:
            self._fouten.append(self._bestand.fout(["taxonomy_terms"], f"no term of taxonomy {LAND!r}", _EXPORT))
            raise RoutekaartFout(sorted(self._fouten))
        linked = self._linked.get(land.id, [])
        functies = {term.code: self._part("landelijk.yml", f"functies.{term.code}", term, FUNCTIE) for term in self._of(FUNCTIES)}
        national = self._rest("landelijk.yml", "", linked, VELD)
        files["landelijk.yml"] = {**national, "functies": functies, "organisaties": organisaties.get("landelijk.yml", [])}
        regels = self._rest("regels.yml", "", linked, REGELS)
        if regels:
            files["regels.yml"] = regels
        for term in self._of(REGIOS):
            name = self._file("regio", term)
            bronnen = {bron.code: self._part(name, f"bronnen.{bron.code}", bron, BRON) for bron in self._of(f"{BRONNEN} {term.code}")}
            files[name] = {**self._part(name, "", term, REGIO), "bronnen": bronnen, "organisaties": organisaties.get(name, [])}
        if self._fouten:
            raise RoutekaartFout(sorted(self._fouten))
        return files

    def in_file(self, fout: Fout) -> Fout:
        """A fault of the content that was made, at its place in the file that was read."""
        keys = fout.veld.split(".") if fout.veld else []
        for length in range(len(keys), -1, -1):
            weg = self._from.get((fout.bestand, ".".join(keys[:length])))
            if weg is not None:
                inside = ".".join(keys[length:])
                return self._bestand.fout(weg, f"{inside}: {fout.melding}" if inside else fout.melding, fout.oplossing)
        return self._bestand.fout([], f"{fout.bestand} {fout.veld}: {fout.melding}", fout.oplossing)

    def _of(self, taxonomy: str) -> Iterator[_Term]:
        return (term for term in self._document.taxonomy_terms if term.taxonomy == taxonomy)

    def _file(self, folder: str, term: _Term) -> str:
        """The file of a concern or region; its code may not lead out of the folder."""
        if not re.fullmatch(r"[a-z_]+", term.code):
            fout = self._bestand.fout([*self._place[term.id], "code"], f"{term.code!r} is not an id", "use small letters and _ only")
            self._fouten.append(fout)
        return f"{folder}/{term.code}.yml"

    def _part(self, name: str, veld: object, term: _Term, velden: Velden) -> Data:
        """One of our parts from a taxonomy term and the attributes that point to it."""
        self._from[name, str(veld)] = self._place[term.id]
        return join(term.dict(), self._rest(name, str(veld), self._linked.get(term.id, []), VELD), velden)

    def _rest(self, name: str, veld: str, linked: list[tuple[Weg, _Attribute]], link_type: str) -> Data:
        """What attributes of one kind say: our field -> its value."""
        rest: Data = {}
        for weg, attribute in linked:
            if attribute.link_type != link_type:
                continue
            try:
                rest[attribute.label] = json.loads(attribute.value)
            except (ValueError, RecursionError):
                self._fouten.append(self._bestand.fout([*weg, "value"], "this value is not JSON", _EXPORT))
            self._from[name, f"{veld}.{attribute.label}".lstrip(".")] = (*weg, "value")
        return rest

    def _organisaties(self) -> dict[str, list[Data]]:
        """File -> its organisations, in the order of the services."""
        found: dict[str, list[Data]] = {}
        for n, service in enumerate(self._document.services):
            place = self._linked_term(n, service, REGIOS)
            if place is None:
                fout = self._bestand.fout(["services", n, "attributes"], "no attribute says in which region this is", _EXPORT)
                self._fouten.append(fout)
                continue
            name = "landelijk.yml" if place.taxonomy == LAND else f"regio/{place.code}.yml"
            listed = found.setdefault(name, [])
            listed.append(self._organisatie(name, f"organisaties.{len(listed)}", n, service))
        return found

    def _linked_term(self, n: int, service: _Service, link_type: str) -> Optional[_Term]:
        return next((self._terms.get(a.taxonomy_term_id) for a in service.attributes if a.link_type == link_type), None)

    def _organisatie(self, name: str, veld: str, n: int, service: _Service) -> Data:
        weg: Weg = ("services", n)
        self._from[name, veld] = weg
        linked: list[tuple[Weg, _Attribute]] = [((*weg, "attributes", a), attribute) for a, attribute in enumerate(service.attributes)]
        number = service.phones[0].number if service.phones else None
        keeper = service.contacts[0].name if service.contacts else None
        velden = {**SERVICE, ("telefoon", "waarde"): "number", ("eigenaar",): "keeper"}
        data = join({**service.dict(), "number": number, "keeper": keeper}, self._rest(name, veld, linked, VELD), velden)
        data["functies"] = []
        for place, attribute in linked:
            if attribute.link_type == FUNCTIES:
                term = self._terms.get(attribute.taxonomy_term_id)
                data["functies"].append(term.code if term else attribute.label)
                self._from[name, f"{veld}.functies"] = place
        uren = data.get("uren")
        if isinstance(uren, dict) and not uren.get("altijd"):
            uren["blokken"] = [_blok(schedule) for schedule in service.schedules]
        return data


def _blok(schedule: _Schedule) -> Data:
    dutch = {code: dag for dag, code in DAGEN.items()}
    return {"dagen": [dutch.get(day, day) for day in schedule.byday.split(",")], "van": schedule.opens_at, "tot": schedule.closes_at}
