"""The content itself, and that the check finds what is wrong with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.routekaart import RoutekaartFout, load
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


BREAKAGES = [
    # file, old, new, part of the message, what must be in the mend
    ("routes/pesten.yml", "zorgvraag: pesten", "zorgvraag: pestten", "does not exist", "zorgvragen.yml"),
    ("routes/pesten.yml", "niveau: deze_week", "niveau: ooit", "not allowed", "deze_week"),
    ("routes/pesten.yml", "escalatie:", "escalatei:", "this field does not exist", "spelling"),
    ("landelijk.yml", 'telefoon: {waarde: "0800-2000", bron: S157}', "telefoon: {waarde: 900, bron: S157}", "between quotes", "correct"),
    ("landelijk.yml", "functies: [veilig_thuis]", "functies: [veiligthuis]", "'veiligthuis' does not exist", "functies"),
    ("landelijk.yml", 'telefoon: {waarde: "0800-2000", bron: S157}', 'telefoon: {waarde: "0800-2000", bron: S9999}', "S9999", "bronnen"),
    ("landelijk.yml", 'telefoon: {waarde: "0800-2000", bron: S157}', 'telefoon: {waarde: "0800-2000"}', "required", "bron"),
    ("zorgvragen.yml", "- id: acuut_gevaar", "- id: acuut_gevaar_x", "has no route", "routes/acuut_gevaar_x.yml"),
    ("regio/kampen.yml", "naam: Kampen", "naam: [Kampen", "", "indentation"),
]


@pytest.mark.parametrize(("name", "old", "new", "melding", "oplossing"), BREAKAGES, ids=[f"{b[0]} {b[2][:40]}" for b in BREAKAGES])
def test_a_fault_names_file_line_and_mend(folder: Path, name: str, old: str, new: str, melding: str, oplossing: str) -> None:
    change(folder, name, old, new)
    with pytest.raises(RoutekaartFout) as caught:
        load(folder)
    fout = next(fout for fout in caught.value.fouten if fout.bestand == name and melding in fout.melding)
    assert oplossing in fout.oplossing
    assert fout.regel >= 1


LANGUAGE = [
    ("Bel de CLB als het niet lukt.", "never say 'CLB'"),
    ("Vraag uw intern begeleider om hulp.", "never say 'uw'"),
    ("Bel 0900-1234 567 voor hulp.", "belongs to no organisation"),
    ("Dit is verplicht voor elke school.", "common knowledge"),
    (" ".join(["woord"] * 16) + ".", "16 words"),
]


@pytest.mark.parametrize(("tekst", "melding"), LANGUAGE, ids=[row[1] for row in LANGUAGE])
def test_the_check_refuses_wrong_language(folder: Path, tekst: str, melding: str) -> None:
    path = folder / "routes" / "pesten.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("niet_doen:")
    lines.insert(start + 1, f'  - {{tekst: "{tekst}", bron: vakkennis}}')
    path.write_text("\n".join(lines), encoding="utf-8")
    found = [fout for fout in check(folder).fouten if fout.bestand == "routes/pesten.yml" and melding in fout.melding]
    assert found and found[0].regel == start + 2


def test_an_advice_that_lost_what_it_must_say_is_a_fault(folder: Path) -> None:
    change(folder, "routes/kindermishandeling.yml", "Twijfel is genoeg om advies te vragen aan", "Vraag advies aan")
    assert any("does not say 'twijfel is genoeg'" in fout.melding for fout in check(folder).fouten)


def test_a_region_cannot_make_an_advice_say_what_it_never_may(folder: Path) -> None:
    step = 'stap: {tekst: "Bel eerst de ouders.", bron: kampen_convenant}'
    wrong = f"aanpassingen:\n  - functie: veilig_thuis\n    zorgvragen: [eergerelateerd]\n    {step}\n"
    change(folder, "regio/kampen.yml", "aanpassingen:\n", wrong)
    found = [fout for fout in check(folder).fouten if "N1" in fout.melding]
    assert found and all(fout.bestand == "routes/eergerelateerd.yml" and "Kampen" in fout.melding for fout in found)


def test_a_missing_file_is_a_clear_fault(folder: Path) -> None:
    (folder / "bronnen.yml").unlink()
    with pytest.raises(RoutekaartFout, match=r"bronnen\.yml:1: file: the file is missing"):
        load(folder)


def test_a_file_in_another_encoding_is_a_clear_fault(folder: Path) -> None:
    (folder / "routes" / "pesten.yml").write_bytes("zorgvraag: pesten é".encode("latin-1"))
    with pytest.raises(RoutekaartFout, match="UTF-8"):
        load(folder)
