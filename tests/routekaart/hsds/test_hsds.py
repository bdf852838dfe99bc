"""Out as Open Referral HSDS 3.1 and back: nothing is lost, the shape is HSDS's, and bad input changes nothing."""

from __future__ import annotations

import copy
import datetime as dt
import json
import tempfile
import uuid
from pathlib import Path
from typing import Any, Callable, Iterator

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.routekaart import Routekaart, RoutekaartFout, load
from bot.routekaart.bestand import Bestand
from bot.routekaart.check import check
from bot.routekaart.deel import Bron, Feit, Tekst
from bot.routekaart.hsds import export_hsds, import_hsds
from bot.routekaart.loader import FOLDER
from bot.routekaart.organisatie import Organisatie, Zekerheid
from bot.routekaart.plaatsen import gemeente_per_plaats, normal
from bot.routekaart.regels import Regels
from bot.routekaart.regio import Aanpassing, Afspraak, Gemeente, Plaats, Regio
from bot.routekaart.rol import Schoolsoort
from bot.routekaart.route import Stap
from bot.routekaart.uren import DAGEN, Blok, Uren

KAART = load()
REGELS = Bestand.read(FOLDER / "regels.yml", FOLDER).as_type(Regels)
EXPORT = export_hsds(KAART, REGELS)


def written(data: Any, folder: Path) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def orders(kaart: Routekaart) -> list[list[str]]:
    """Dicts are equal in any order, but ours matters: it breaks ties."""
    return [list(part) for part in (kaart.zorgvragen, kaart.landelijk.functies, kaart.bronnen)]


def test_the_whole_route_map_comes_back_equal(tmp_path: Path) -> None:
    folder = import_hsds(written(EXPORT, tmp_path), tmp_path / "new" / "routekaart")
    back = load(folder)
    assert back == KAART
    assert orders(back) == orders(KAART)
    assert Bestand.read(folder / "regels.yml", folder).as_type(Regels) == REGELS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["export.json", "new"]


def test_what_came_back_passes_the_check_and_exports_the_same(tmp_path: Path) -> None:
    folder = import_hsds(written(EXPORT, tmp_path), tmp_path / "routekaart")
    assert check(folder).fouten == ()
    assert export_hsds(load(folder), REGELS) == EXPORT


# The required fields of the HSDS 3.1 JSON Schemas, object by object, and the types of what we fill in.
TEXT, UUID = {"type": "string"}, {"type": "string", "format": "uuid"}


def one(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": ["id", *required], "properties": {"id": UUID, **properties}}


def many(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


DAY = {"type": "string", "format": "date"}
METADATA = one(
    ["last_action_date", "last_action_type", "field_name", "previous_value", "replacement_value", "updated_by"], last_action_date=DAY
)
ATTRIBUTE = one(["link_id", "taxonomy_term_id", "link_entity"], link_id=UUID, taxonomy_term_id=UUID, value=TEXT, label=TEXT)
LOCATION = one(["location_type"], location_type={"enum": ["physical", "postal", "virtual"]})
SERVICE = one(
    ["name", "status", "organization_id"],
    status={"enum": ["active", "inactive", "defunct", "temporarily closed"]},
    assured_date=DAY,
    phones=many(one(["number"], number=TEXT)),
    contacts=many(one([], name=TEXT)),
    schedules=many(one([], freq={"enum": ["WEEKLY", "MONTHLY"]}, byday={"pattern": "^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$"})),
    service_areas=many(one([], service_id=UUID, name=TEXT)),
    service_at_locations=many(one(["service_id", "location_id"], location=LOCATION)),
    languages=many(one([], code={"const": "nl"})),
    attributes=many(ATTRIBUTE),
    metadata=many(METADATA),
)
SHAPE = {
    "type": "object",
    "required": ["version", "organizations", "services", "taxonomies", "taxonomy_terms", "attributes"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "3.1"},
        "organizations": many(one(["name", "description"], name=TEXT, description=TEXT)),
        "services": many(SERVICE),
        "taxonomies": many(one(["name", "description"])),
        "taxonomy_terms": many(one(["name", "description", "taxonomy_id"], code=TEXT, term_uri={"type": "string", "format": "uri"})),
        "attributes": many(ATTRIBUTE),
    },
}


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "id" in value:
            yield value
        for item in value.values():
            yield from objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from objects(item)


def test_the_export_has_the_shape_of_hsds() -> None:
    checker = jsonschema.FormatChecker()
    faults = jsonschema.Draft7Validator(SHAPE, format_checker=checker).iter_errors(EXPORT)
    assert [f"{list(fault.absolute_path)}: {fault.message}" for fault in faults] == []


def test_the_shape_of_hsds_can_be_missed() -> None:
    broken = copy.deepcopy(EXPORT)
    del broken["services"][0]["name"]
    broken["services"][1]["id"] = "een"
    assert len(list(jsonschema.Draft7Validator(SHAPE, format_checker=jsonschema.FormatChecker()).iter_errors(broken))) == 2


def test_every_id_is_unique_and_every_reference_points_somewhere() -> None:
    ids = [item["id"] for item in objects(EXPORT)]
    assert len(ids) == len(set(ids))
    assert {uuid.UUID(id_).version for id_ in ids} == {5}
    for item in objects(EXPORT):
        for name in ("organization_id", "service_id", "taxonomy_term_id", "taxonomy_id", "link_id", "location_id", "resource_id"):
            assert item.get(name) is None or item[name] in set(ids), (name, item)


def test_ids_are_the_same_in_every_export() -> None:
    assert export_hsds(load(), REGELS) == EXPORT


def service(name: str) -> dict[str, Any]:
    return next(item for item in EXPORT["services"] if item["name"] == name)


def test_another_system_finds_what_it_needs() -> None:
    veilig_thuis = service("Veilig Thuis")
    assert veilig_thuis["phones"][0]["number"] == "0800-2000"
    assert veilig_thuis["schedules"][0]["byday"] == "MO,TU,WE,TH,FR,SA,SU"
    terms = {term["id"]: term for term in EXPORT["taxonomy_terms"]}
    about = {(terms[a["taxonomy_term_id"]]["taxonomy"], terms[a["taxonomy_term_id"]]["code"]) for a in veilig_thuis["attributes"]}
    assert ("functies", "veilig_thuis") in about and ("zorgvragen", "kindermishandeling") in about
    seen = [row for row in veilig_thuis["metadata"] if row["field_name"] == "phone"]
    assert (seen[0]["replacement_value"], seen[0]["last_action_type"]) == ("0800-2000", "seen")
    helpline = service("113 overleg- en advieslijn")["schedules"][0]
    assert (helpline["byday"], helpline["opens_at"], helpline["closes_at"]) == ("MO,TU,WE,TH,FR", "10:00:00", "16:00:00")


def test_a_number_that_another_system_changed_comes_back_changed(tmp_path: Path) -> None:
    changed = copy.deepcopy(EXPORT)
    at = next(n for n, item in enumerate(changed["services"]) if item["name"] == "Veilig Thuis")
    changed["services"][at]["phones"][0]["number"] = "0800-2001"
    del changed["services"][at]["url"]
    back = load(import_hsds(written(changed, tmp_path), tmp_path / "routekaart"))
    contact = back.contact("veilig_thuis")
    assert (contact.telefoon, contact.url) == ("0800-2001", None)


# A route map of one concern, with a region that hypothesis makes.
CONCERN = "pesten"
FUNCTIES = sorted({hulp.functie for hulp in KAART.routes[CONCERN].hulp})
SMALL = Routekaart(
    zorgvragen={CONCERN: KAART.zorgvragen[CONCERN]},
    routes={CONCERN: KAART.routes[CONCERN]},
    landelijk=KAART.landelijk,
    regios={},
    bronnen=KAART.bronnen,
    plaatsen={},
)
words = st.text(max_size=30).map(str.strip).filter(bool)
names = words.filter(normal)
dates = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
times = st.times()
functies = st.lists(st.sampled_from(FUNCTIES), min_size=1, unique=True)
concerns = st.lists(st.just(CONCERN), max_size=1)
soorten = st.none() | st.sampled_from(Schoolsoort)
bronnen = st.builds(Bron, titel=words, url=st.none() | words, datum=st.none() | words, gezien_op=dates)


@st.composite
def blokken(draw: st.DrawFn) -> Blok:
    van, tot = sorted(draw(st.lists(times, min_size=2, max_size=2, unique=True)))
    return Blok(dagen=draw(st.lists(st.sampled_from(DAGEN), min_size=1, unique=True)), van=van, tot=tot)


@st.composite
def regios(draw: st.DrawFn) -> Regio:
    keys = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    key = st.sampled_from(keys)
    tekst = st.builds(Tekst, tekst=words, bron=st.lists(key, min_size=1, max_size=2))
    feit = st.builds(Feit, waarde=words, bron=key, gecontroleerd_op=st.none() | dates)
    uren = st.builds(Uren, tekst=words, bron=key, altijd=st.booleans(), blokken=st.lists(blokken(), max_size=2), feestdagen=st.booleans())
    called = draw(st.lists(names, min_size=2, max_size=6, unique_by=normal))
    half = len(called) // 2
    gemeenten = [Gemeente(naam=naam, plaatsen=[]) for naam in called[:half]]
    gemeenten[0] = Gemeente(naam=called[0], plaatsen=[Plaats(naam=naam) for naam in called[half:]])
    organisatie = st.builds(
        Organisatie,
        naam=words,
        functies=functies,
        bron=key,
        zekerheid=st.sampled_from(Zekerheid),
        gemeenten=st.lists(st.sampled_from([gemeente.naam for gemeente in gemeenten]), max_size=2),
        schoolsoort=soorten,
        waarvoor=st.none() | tekst,
        wie_mag=st.none() | tekst,
        telefoon=st.none() | feit,
        email=st.none() | feit,
        url=st.none() | feit,
        uren=st.none() | uren,
        let_op=st.none() | tekst,
        opmerking=st.none() | words,
        eigenaar=st.none() | words,
        ook_bekend_als=st.lists(words, max_size=2),
    )
    stap = st.builds(Stap, tekst=words, bron=st.lists(key, min_size=1, max_size=1), functie=st.none() | st.sampled_from(FUNCTIES))
    aanpassing = st.builds(
        Aanpassing,
        functie=st.sampled_from(FUNCTIES),
        zorgvragen=concerns,
        schoolsoort=soorten,
        stap=st.none() | stap,
        wie_mag=st.none() | tekst,
    )
    return Regio(
        id=draw(st.from_regex(r"[a-z_]{1,12}", fullmatch=True)),
        naam=draw(words),
        provincie=draw(st.just("") | words),
        gemeenten=gemeenten,
        bronnen={naam: draw(bronnen) for naam in keys},
        organisaties=draw(st.lists(organisatie, max_size=3)),
        aanpassingen=draw(st.lists(aanpassing, max_size=2)),
        afspraken=draw(
            st.lists(st.builds(Afspraak, tekst=words, bron=st.lists(key, min_size=1, max_size=1), zorgvragen=concerns), max_size=2)
        ),
        ontbreekt=draw(st.dictionaries(st.sampled_from(FUNCTIES), words, max_size=2)),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(regios())
def test_any_region_comes_back_equal(regio: Regio) -> None:
    kaart = Routekaart(**{**SMALL.__dict__, "regios": {regio.id: regio}, "plaatsen": gemeente_per_plaats([regio])})
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        assert load(import_hsds(written(export_hsds(kaart, REGELS), folder), folder / "routekaart")) == kaart


def broken(change: Callable[[Any], None]) -> Any:
    data = copy.deepcopy(EXPORT)
    change(data)
    return data


def attribute(data: Any, label: str) -> Any:
    return next(item for item in data["attributes"] if item["label"] == label)


def service_attribute(data: Any, label: str) -> Any:
    return next(item for item in data["services"][0]["attributes"] if item["label"] == label)


REFUSED: list[tuple[str, Callable[[Any], None], str, str]] = [
    # what is wrong, how, field, part of the message
    ("no services", lambda d: d.pop("services"), "services", "required"),
    ("services that are no list", lambda d: d.update(services="geen"), "services", "list"),
    ("a service without a name", lambda d: d["services"][3].pop("name"), "services.3.name", "required"),
    ("a phone without a number", lambda d: d["services"][0]["phones"][0].pop("number"), "services.0.phones.0.number", "required"),
    ("an attribute that is not JSON", lambda d: attribute(d, "knop").update(value="{"), "attributes.0.value", "not JSON"),
    ("a concern with a wrong value", lambda d: attribute(d, "urgentie").update(value='"ooit"'), "attributes.", "not allowed"),
    ("an unknown source", lambda d: service_attribute(d, "bron").update(value='"S9999"'), "services.0", "'S9999' does not exist"),
    ("a service in no region", lambda d: d["services"][0].update(attributes=[]), "services.0.attributes", "in which region"),
    ("a concern that leads out of the folder", lambda d: d["taxonomy_terms"][0].update(code="../x"), "taxonomy_terms.0.code", "not an id"),
    ("no country", lambda d: d.update(taxonomy_terms=[]), "", "no term of taxonomy 'land'"),
    ("a day that does not exist", lambda d: schedule(d).update(byday="MO,XX"), "services.", "unknown day 'XX'"),
    ("a time that does not exist", lambda d: schedule(d).update(opens_at="half negen"), "services.", "invalid time"),
]


def schedule(data: Any) -> Any:
    return next(item for item in data["services"] if item["name"] == "113 overleg- en advieslijn")["schedules"][0]


@pytest.mark.parametrize(("what", "change", "veld", "melding"), REFUSED, ids=[row[0] for row in REFUSED])
def test_bad_input_is_refused_with_field_and_mend_and_nothing_is_written(
    tmp_path: Path, what: str, change: Callable[[Any], None], veld: str, melding: str
) -> None:
    path = written(broken(change), tmp_path)
    with pytest.raises(RoutekaartFout) as caught:
        import_hsds(path, tmp_path / "een" / "twee")
    faults = [fout for fout in caught.value.fouten if melding in fout.melding and fout.veld.startswith(veld)]
    assert faults, [str(fout) for fout in caught.value.fouten][:5]
    assert faults[0].bestand == str(path) and faults[0].regel >= 1 and faults[0].oplossing
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content", "melding"),
    [
        (b"", "not JSON"),
        (b'{"services": [', "not JSON"),
        (b"[1, 2]", "dict"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested too deep"),
    ],
    ids=["an empty file", "half a file", "a list", "bytes", "very deep"],
)
def test_a_file_that_is_no_hsds_is_refused(tmp_path: Path, content: bytes, melding: str) -> None:
    path = tmp_path / "in.json"
    path.write_bytes(content)
    with pytest.raises(RoutekaartFout) as caught:
        import_hsds(path, tmp_path / "uit")
    assert melding in caught.value.fouten[0].melding
    assert list(tmp_path.iterdir()) == [path]


def test_a_fault_tells_the_line_in_the_file(tmp_path: Path) -> None:
    path = written(broken(lambda d: d["services"][0].update(name=[])), tmp_path)
    with pytest.raises(RoutekaartFout) as caught:
        import_hsds(path, tmp_path / "uit")
    fout = caught.value.fouten[0]
    assert '"name": []' in path.read_text(encoding="utf-8").splitlines()[fout.regel - 1]


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    path = written(EXPORT, tmp_path)
    with pytest.raises(RoutekaartFout, match="no empty folder"):
        import_hsds(path, tmp_path)
    with pytest.raises(RoutekaartFout, match="no empty folder"):
        import_hsds(path, path)
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    into = tmp_path / "leeg"
    into.mkdir()
    assert load(import_hsds(written(EXPORT, tmp_path), into)) == KAART
