"""The file for a new municipality: whole, harmless, and never over another file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.routekaart import RoutekaartFout, load
from bot.routekaart.check import check
from bot.routekaart.loader import FOLDER
from bot.routekaart.nieuw import new_gemeente


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "routekaart"))


NAMES = [
    ("Hardenberg", "hardenberg", "an ordinary name"),
    ("'s-Hertogenbosch", "s_hertogenbosch", "an apostrophe and a hyphen"),
    ("Súdwest-Fryslân", "sudwest_fryslan", "accents"),
    ("  Bergen   (NH.) ", "bergen_nh", "spaces and brackets"),
    ('Dorp "De Hoek": a # b', "dorp_de_hoek_a_b", "characters that mean something in YAML"),
    ("null", "null", "a word that means nothing in YAML"),
]


@pytest.mark.parametrize(("naam", "id_", "reason"), NAMES, ids=[row[2] for row in NAMES])
def test_a_new_file_is_whole(folder: Path, naam: str, id_: str, reason: str) -> None:
    path = new_gemeente(naam, provincie="Noord-Brabant", folder=folder)
    assert path == folder / "regio" / f"{id_}.yml"
    regio = load(folder).regios[id_]
    assert [gemeente.naam for gemeente in regio.gemeenten] == [" ".join(naam.split())]
    assert (regio.organisaties, regio.bronnen, regio.provincie) == ((), {}, "Noord-Brabant")
    assert max(len(line) for line in path.read_text(encoding="utf-8").splitlines()) <= 140


def test_every_local_function_of_the_routes_is_listed_and_nothing_is_filled_in(folder: Path) -> None:
    path = new_gemeente("Hardenberg", folder=folder)
    text, kaart = path.read_text(encoding="utf-8"), load(folder)
    used = {hulp.functie for route in kaart.routes.values() for hulp in route.hulp}
    assert set(re.findall(r"functies: \[(\w+)\]", text)) == {functie for functie in used if kaart.landelijk.functies[functie].lokaal}
    verslag = check(folder)
    assert verslag.fouten == ()
    assert {line.split(": ")[1] for line in verslag.gaten if line.startswith("Hardenberg")} >= {"leerplicht", "jeugdhulp_toegang"}


def test_a_block_without_its_marks_is_right_yaml_that_says_what_is_not_filled_in(folder: Path) -> None:
    path = new_gemeente("Hardenberg", folder=folder)
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("  #   functies: [leerplicht]") - 1
    for n in range(start, start + 7):
        lines[n] = lines[n].replace("# ", "", 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    faults = check(folder).fouten
    assert {fout.bestand for fout in faults} == {"regio/hardenberg.yml"}
    assert {fout.veld for fout in faults} == {f"organisaties.0.{field}.waarde" for field in ("telefoon", "email", "url")}


REFUSED = [
    ("Kampen", None, "is in the route map already", "a municipality that is there"),
    ("  kampen", None, "is in the route map already", "the same in small letters"),
    ("Hattem", "kampen", "the file is there already", "a region that is there"),
    ("Hattem", "../../weg", "is not an id", "a way out of the folder"),
    ("Hattem", "Hattem", "is not an id", "an id with a capital"),
    ("Hattem", "", "is not an id", "an empty id"),
    ("", None, "is not a name", "an empty name"),
    ("123", None, "is not an id", "a name without letters"),
]


@pytest.mark.parametrize(("naam", "regio", "melding", "reason"), REFUSED, ids=[row[3] for row in REFUSED])
def test_what_cannot_be_made_is_refused_and_nothing_changes(folder: Path, naam: str, regio: str | None, melding: str, reason: str) -> None:
    before = {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}
    with pytest.raises(RoutekaartFout) as caught:
        new_gemeente(naam, regio, folder=folder)
    (fout,) = caught.value.fouten
    assert melding in fout.melding and fout.oplossing
    assert {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()} == before


def test_a_file_is_never_written_twice(folder: Path) -> None:
    path = new_gemeente("Hattem", folder=folder)
    path.write_text(path.read_text(encoding="utf-8").replace("Hattem", "Elburg"), encoding="utf-8")
    mine = path.read_text(encoding="utf-8")
    with pytest.raises(RoutekaartFout, match="the file is there already"):
        new_gemeente("Hattem", folder=folder)
    assert path.read_text(encoding="utf-8") == mine
