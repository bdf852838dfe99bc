"""The content itself, and that the check finds what is wrong with it."""

from __future__ import annotations

import datetime as dt
import shutil
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.routekaart.check import check
from bot.routekaart.loader import FOLDER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content to break."""
    return Path(shutil.copytree(FOLDER, tmp_path / "routekaart"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_content_has_no_fault() -> None:
    assert [str(fout) for fout in check().fouten] == []


def test_all_concerns_and_regions_are_there() -> None:
    aantallen = check().aantallen
    assert aantallen["zorgvragen"] == 42
    assert aantallen["regio's"] == 5
    assert aantallen["contactfeiten"] == aantallen["contactfeiten met bron"]


VT = 'telefoon: {waarde: "0800-2000", bron: S157}'
PESTEN, KAMPEN, ZWOLLE, LANDELIJK = "routes/pesten.yml", "regio/kampen.yml", "regio/zwolle.yml", "landelijk.yml"
NIET_DOEN = "niet_doen:\n"
MISSTAP = '  - {tekst: "Ga rustig zitten.", bron: vakkennis}\n'


def niet(tekst: str, bron: str = "vakkennis") -> str:
    """One more thing not to do, as the first."""
    return f'{NIET_DOEN}  - {{tekst: "{tekst}", bron: {bron}}}\n'


BREAKAGES = [
    # what is wrong, file, old, new, field, part of the message, part of the mend
    ("an unknown concern", PESTEN, "zorgvraag: pesten", "zorgvraag: pestten", "zorgvraag", "does not exist", "zorgvragen.yml"),
    ("a value that is not allowed", PESTEN, "niveau: deze_week", "niveau: ooit", "urgentie.niveau", "not allowed", "deze_week"),
    ("an unknown field", PESTEN, "escalatie:", "escalatei:", "escalatei", "this field does not exist", "spelling"),
    ("a missing field", PESTEN, "zorgvraag: pesten\n", "", "zorgvraag", "required", "add 'zorgvraag:'"),
    ("a field that stands twice", PESTEN, "escalatie:", "zorgvraag: pesten\nescalatie:", "zorgvraag", "stands twice", "keep one"),
    ("a list for a text", PESTEN, "zorgvraag: pesten", "zorgvraag: [pesten]", "zorgvraag", "str type expected", "correct the value"),
    ("an empty list", LANDELIJK, "functies: [nood]", "functies: []", "organisaties.*.functies", "may not be empty", "correct"),
    (
        "an unknown function",
        LANDELIJK,
        "functies: [nood]",
        "functies: [nod]",
        "organisaties.*.functies",
        "'nod' does not exist",
        "functies",
    ),
    ("an unknown source", LANDELIJK, VT, VT.replace("S157", "S9999"), "organisaties.*.telefoon.bron", "'S9999' does not exist", "bronnen"),
    ("a number without a source", LANDELIJK, VT, VT.replace(", bron: S157", ""), "organisaties.*.telefoon.bron", "required", "add 'bron:'"),
    (
        "a number without quotes",
        LANDELIJK,
        VT,
        "telefoon: {waarde: 900, bron: S157}",
        "organisaties.*.telefoon.waarde",
        "between quotes",
        "correct",
    ),
    (
        "a number with a digit too few",
        LANDELIJK,
        '"030-285 66 16"',
        '"030-285 66 1"',
        "organisaties.*.telefoon",
        "cannot be right",
        "digit by digit",
    ),
    (
        "a mail address without a domain",
        LANDELIJK,
        "helpdesk@schoolenveiligheid.nl",
        "helpdesk",
        "organisaties.*.email",
        "cannot be",
        "mail address",
    ),
    (
        "a web address without https",
        LANDELIJK,
        '"https://www.politie.nl"',
        '"www.politie.nl"',
        "organisaties.*.url",
        "cannot be right",
        "https://",
    ),
    (
        "a check in the future",
        LANDELIJK,
        VT,
        VT[:-1] + ", gecontroleerd_op: 2999-01-01}",
        "organisaties.*.telefoon.gecontroleerd_op",
        "future",
        "the day",
    ),
    (
        "a contact from common knowledge",
        LANDELIJK,
        VT,
        VT.replace("S157", "vakkennis"),
        "organisaties.*.telefoon.bron",
        "'vakkennis' does not",
        "bronnen",
    ),
    (
        "hours that end before they begin",
        LANDELIJK,
        'van: "10:00"',
        'van: "18:00"',
        "organisaties.*.uren.blokken.0",
        "earlier",
        "correct the value",
    ),
    ("a concern without a route", "zorgvragen.yml", "- id: acuut_gevaar", "- id: acuut_x", "0", "has no route", "routes/acuut_x.yml"),
    ("a concern that stands twice", "zorgvragen.yml", "- id: suicidaliteit", "- id: acuut_gevaar", "1.id", "stands twice", "keep one"),
    ("broken YAML", KAMPEN, "naam: Kampen", "naam: [Kampen", "", "", "indentation"),
    ("an empty file", PESTEN, None, "", "", "none is not", "correct the value"),
    ("a list for a file", PESTEN, None, "- a\n- b\n", "", "not a valid dict", "correct the value"),
    ("a file that is not UTF-8", PESTEN, None, b"# regel\nzorgvraag: pest\xe9n\n", "", "byte 23 is not UTF-8", "save the file as UTF-8"),
    ("a region in a file of another name", KAMPEN, "id: kampen", "id: kampn", "id", "another name", "regio/kampn.yml"),
    ("a region id that stands twice", ZWOLLE, "id: zwolle", "id: kampen", "id", "stands twice", "an id of its own"),
    ("a municipality in two regions", ZWOLLE, "- naam: Zwolle", "- naam: Kampen", "gemeenten.0.naam", "stands twice", "one region"),
    (
        "a place in two municipalities",
        ZWOLLE,
        "naam: Stadshagen",
        "naam: IJsselmuiden",
        "gemeenten.0.plaatsen",
        "lies in",
        "one municipality",
    ),
    (
        "an unknown municipality",
        KAMPEN,
        "    bron:",
        "    gemeenten: [Kamp]\n    bron:",
        "organisaties.*.gemeenten",
        "not in this region",
        "gemeenten",
    ),
    ("a Flemish service", PESTEN, NIET_DOEN, niet("Bel het CLB."), "niet_doen.0", "never say 'CLB'", "another way"),
    ("a formal address", PESTEN, NIET_DOEN, niet("Vraag uw IB'er."), "niet_doen.0", "never say 'uw'", "another way"),
    ("an unknown number", PESTEN, NIET_DOEN, niet("Bel 0900-1234 567.", "S1"), "niet_doen.0", "N23", "with its source"),
    ("a duty without a source", PESTEN, NIET_DOEN, niet("Dit is verplicht."), "niet_doen.0", "common knowledge", "public source"),
    ("a sentence of 16 words", PESTEN, NIET_DOEN, niet("woord " * 15 + "woord."), "niet_doen.0", "16 words", "at most 15"),
    ("an abbreviation", PESTEN, NIET_DOEN, niet("Bel XYZQ."), "niet_doen.0", "'XYZQ' is not explained", "what it means"),
    ("more than six steps", PESTEN, "stappen:\n", "stappen:\n" + MISSTAP * 6, "stappen", "steps for one person", "at most 6"),
    (
        "more than three things not to do",
        PESTEN,
        "niet_doen:\n",
        "niet_doen:\n" + MISSTAP * 3,
        "niet_doen",
        "things not to do",
        "keep the 3",
    ),
    (
        "a region without its concern",
        KAMPEN,
        "aanpassingen:\n",
        "aanpassingen:\n  - {functie: leerplicht, zorgvragen: [pestten]}\n",
        "aanpassingen.0.zorgvragen",
        "'pestten' does not",
        "zorgvragen.yml",
    ),
    (
        "an agreement on an unknown function",
        KAMPEN,
        "aanpassingen:\n",
        "aanpassingen:\n  - {functie: x_leerplicht}\n",
        "aanpassingen.0.functie",
        "does not exist",
        "functies",
    ),
]


def line_of(text: str, at: int) -> int:
    return text[:at].count("\n") + 1


@pytest.mark.parametrize(("what", "name", "old", "new", "veld", "melding", "oplossing"), BREAKAGES, ids=[row[0] for row in BREAKAGES])
def test_a_fault_names_file_line_field_and_mend(
    folder: Path, what: str, name: str, old: str | None, new: str | bytes, veld: str, melding: str, oplossing: str
) -> None:
    path = folder / name
    before = path.read_text(encoding="utf-8")
    if old is None:
        path.write_bytes(new if isinstance(new, bytes) else new.encode())
    else:
        change(folder, name, old, str(new))
    faults = [fout for fout in check(folder).fouten if fout.bestand == name and fnmatch(fout.veld, f"{veld}*") and melding in fout.melding]
    assert faults, [str(fout) for fout in check(folder).fouten]
    assert oplossing in faults[0].oplossing
    # The line is that of the change, or, where a line was put before it or taken away, one beside it.
    changed = 1 if old is None else line_of(before, before.index(old))
    assert changed <= faults[0].regel <= changed + (2 if isinstance(new, str) and "\n" in new else 1)


def test_a_missing_must_say_line_is_named_once_with_its_rule(folder: Path) -> None:
    path = folder / "routes" / "ongeoorloofd_verzuim.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("5 werkdagen", "een week"), encoding="utf-8")
    (fout,) = check(folder).fouten
    assert (fout.bestand, fout.regel, fout.oplossing) == ("routes/ongeoorloofd_verzuim.yml", 1, "say it")
    assert "'5 werkdagen' (A7: de wettelijke meldtermijn)" in fout.melding


def test_an_advice_that_lost_what_it_must_say_is_a_fault(folder: Path) -> None:
    change(folder, "routes/kindermishandeling.yml", "Twijfel is genoeg om advies te vragen aan", "Vraag advies aan")
    assert any("does not say 'twijfel is genoeg'" in fout.melding for fout in check(folder).fouten)


def test_a_region_cannot_make_an_advice_say_what_it_never_may(folder: Path) -> None:
    step = 'stap: {tekst: "Bel eerst de ouders.", bron: kampen_convenant}'
    wrong = f"aanpassingen:\n  - functie: veilig_thuis\n    zorgvragen: [eergerelateerd]\n    {step}\n"
    change(folder, "regio/kampen.yml", "aanpassingen:\n", wrong)
    found = [fout for fout in check(folder).fouten if "N1" in fout.melding]
    assert found and all(fout.bestand == "routes/eergerelateerd.yml" and "Kampen" in fout.melding for fout in found)


def test_a_must_say_line_may_not_be_missing_at_night_only(folder: Path) -> None:
    """A line that stands only beside a contact with office hours is not there for who asks in the evening."""
    rule = '{regel: nacht, zorgvragen: [suicidaliteit], patroon: "werkdagen 10 tot 16 uur", reden: proef}'
    change(folder, "regels.yml", "moet:\n", f"moet:\n  - {rule}\n")
    (fout,) = check(folder).fouten
    assert fout.bestand == "routes/suicidaliteit.yml" and "at night" in fout.melding


def test_every_fault_is_told_at_once(folder: Path) -> None:
    change(folder, PESTEN, "escalatie:", "escalatei:")
    change(folder, KAMPEN, "id: kampen", "id: 5!")
    (folder / "routes" / "rouw.yml").write_text("zorgvraag: [", encoding="utf-8")
    assert {fout.bestand for fout in check(folder).fouten} == {PESTEN, KAMPEN, "routes/rouw.yml"}


@pytest.mark.parametrize("name", ["bronnen.yml", "landelijk.yml", "zorgvragen.yml", "regels.yml", PESTEN])
def test_a_missing_file_is_a_fault(folder: Path, name: str) -> None:
    (folder / name).unlink()
    fout = check(folder).fouten[0]
    expected = "has no route" if name == PESTEN else "the file is missing"
    assert expected in fout.melding and fout.oplossing


def test_a_folder_in_the_place_of_a_file_is_a_fault(folder: Path) -> None:
    (folder / "regio" / "map.yml").mkdir()
    (fout,) = check(folder).fouten
    assert (fout.bestand, "cannot be read" in fout.melding) == ("regio/map.yml", True)


VANDAAG = dt.date(2026, 11, 28)


def test_facts_that_nobody_checked_are_due_with_place_mend_and_keeper(folder: Path) -> None:
    verslag = check(folder, VANDAAG)
    facts = verslag.aantallen["contactfeiten"]
    assert verslag.fouten == () and len(verslag.te_controleren) == facts
    change(folder, LANDELIJK, VT, VT[:-1] + ", gecontroleerd_op: 2026-05-28}")
    assert len(check(folder, VANDAAG).te_controleren) == facts - 1
    later = check(folder, dt.date(2026, 11, 29))
    assert later.aantallen["contactfeiten langer dan 6 maanden geleden gecontroleerd"] == 1
    fout = next(fout for fout in later.te_controleren if "last checked on 2026-05-28" in fout.melding)
    text = (folder / LANDELIJK).read_text(encoding="utf-8")
    assert (fout.bestand, fout.regel) == (LANDELIJK, line_of(text, text.index(VT[:30])))
    assert fnmatch(fout.veld, "organisaties.*.telefoon")
    assert "gecontroleerd_op: 2026-11-29" in fout.oplossing
    assert any("(keeper: Gemeente Kampen)" in fout.melding for fout in later.te_controleren if fout.bestand == KAMPEN)


def test_what_a_person_of_the_field_has_to_read_is_listed_with_its_place() -> None:
    verslag = check()
    assert len(verslag.door_deskundige_te_lezen) == verslag.aantallen["teksten door een deskundige te lezen"] > 0
    name, line, tekst = verslag.door_deskundige_te_lezen[0].split(":", 2)
    assert tekst.strip() in (FOLDER / name).read_text(encoding="utf-8").splitlines()[int(line) - 1]
