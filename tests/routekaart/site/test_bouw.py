"""Every page of the site: whole, linked, safe, and with nothing that is not in the data."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.routekaart import Routekaart, Schoolsoort, load
from bot.routekaart.bestand import Bestand
from bot.routekaart.loader import FOLDER
from bot.routekaart.regels import Regels, digits, phone_numbers
from bot.routekaart.site import NIET_GEVONDEN, START, bouw, leken_woorden
from bot.routekaart.zorgvraag import Lijn
from bot.settings import ROOT
from tests.routekaart.site.conftest import Gelezen, Pagina, read_site

TEMPLATES = ROOT / "bot" / "routekaart" / "site" / "templates"
REGELS = Bestand.read(FOLDER / "regels.yml", FOLDER).as_type(Regels)


def test_there_is_a_page_for_everything(site: Gelezen, kaart: Routekaart) -> None:
    areas = ["landelijk", *(f"regio/{regio}" for regio in kaart.regios)]
    wanted = {START, NIET_GEVONDEN, *(f"{area}.html" for area in areas)}
    wanted |= {f"{area}/{zorgvraag}.html" for area in areas for zorgvraag in kaart.zorgvragen}
    assert set(site.pages) == wanted


def test_every_page_is_well_formed_and_has_one_heading_a_title_and_its_language(site: Gelezen) -> None:
    for pad, page in site.pages.items():
        assert page.faults == [], pad
        assert len(page.attributes("h1")) == 1, pad
        assert len(page.attributes("main")) == 1, pad
        assert page.attributes("html") == [{"lang": "nl"}], pad
        ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
        assert len(ids) == len(set(ids)), pad


def test_titles_are_unique(site: Gelezen) -> None:
    titles = [re.search(r"<title>(.*?)</title>", site.files[pad].decode())[1] for pad in site.pages]  # type: ignore[index]
    assert len(titles) == len(set(titles))


def test_every_internal_link_leads_somewhere(site: Gelezen) -> None:
    for pad, page in site.pages.items():
        ids = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
        own = page.links + [attrs["href"] for attrs in page.attributes("link")] + [attrs["src"] for attrs in page.attributes("script")]
        for link in own:
            if link.startswith("#"):
                assert link[1:] in ids, (pad, link)
            elif not re.match(r"(https?|tel|mailto|data):", link):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(pad), link)) in site.files, (pad, link)


def test_every_page_has_a_way_back_quick_leave_and_112(site: Gelezen) -> None:
    for pad, page in site.pages.items():
        back = "../" * pad.count("/") + START
        assert page.links.count(back) >= 1, pad
        assert page.links[0] == "#inhoud", pad
        assert "tel:112" in page.links, pad
        leave = [attrs for attrs in page.attributes("a") if attrs.get("id") == "snel-weg"]
        assert len(leave) == 1 and leave[0]["href"].startswith("https://") and "noreferrer" in leave[0]["rel"], pad


def test_every_page_can_be_reached_by_links_from_the_start(site: Gelezen) -> None:
    seen, todo = set(), [START]
    while todo:
        pad = todo.pop()
        if pad in seen or not pad.endswith(".html"):
            continue
        seen.add(pad)
        links = [link for link in site.pages[pad].links if link.endswith(".html") and ":" not in link]
        todo += [posixpath.normpath(posixpath.join(posixpath.dirname(pad), link)) for link in links]
    assert seen == set(site.pages) - {NIET_GEVONDEN}


def test_every_phone_number_stands_in_the_data(site: Gelezen, kaart: Routekaart) -> None:
    organisaties = [*kaart.landelijk.organisaties, *(o for regio in kaart.regios.values() for o in regio.organisaties)]
    known = {re.sub(r"[^\d+]", "", o.telefoon.waarde) for o in organisaties if o.telefoon}
    for pad, page in site.pages.items():
        called = {link.removeprefix("tel:") for link in page.links if link.startswith("tel:")}
        assert called <= known, pad
        shown = [re.sub(r"\b\d\d-\d\d-\d{4}\b", "", text) for text in page.texts]  # a date is no number
        assert {digits(number) for text in shown for number in phone_numbers(text)} <= {digits(number) for number in known}, pad


def test_no_script_or_style_stands_in_a_page(site: Gelezen) -> None:
    for pad, page in site.pages.items():
        for tag, attrs in page.elements:
            assert "style" not in attrs and not any(name.startswith("on") for name in attrs), (pad, tag, attrs)
            assert tag != "style" and (tag != "script" or attrs["src"].startswith(("bestand/", "../"))), (pad, tag)


@pytest.mark.parametrize("soort", Schoolsoort)
def test_a_page_says_everything_that_the_chat_says(site: Gelezen, kaart: Routekaart, soort: Schoolsoort) -> None:
    for regio in kaart.regios.values():
        for gemeente in regio.gemeenten:
            for zorgvraag in kaart.zorgvragen:
                advies = kaart.advise(zorgvraag, gemeente.naam, soort)
                text = site.pages[f"regio/{regio.id}/{zorgvraag}.html"].text
                said = [advies.urgentie.reden, advies.eerst_in_school.tekst, *advies.stappen, *advies.niet_doen]
                said += [advies.zin, advies.toestemming.tekst, advies.escalatie, *(bron.titel for bron in advies.bronnen)]
                for contact in advies.contacten:
                    said += [contact.wie_mag or ""]
                    if contact.organisatie:
                        said += [contact.organisatie, contact.telefoon or "", contact.uren or "", contact.waarvoor, contact.email or ""]
                missing = [part for part in said if " ".join(part.split()) not in text]
                assert missing == [], (gemeente.naam, zorgvraag)


def test_a_number_that_nobody_called_carries_the_warning(site: Gelezen) -> None:
    assert "Nog niet nagebeld" in site.pages["regio/kampen/pesten.html"].text
    assert "Nog niet nagebeld" in site.pages["regio/kampen.html"].text


def test_the_same_content_gives_the_same_bytes_in_another_process(site: Gelezen) -> None:
    code = (
        "import hashlib; from bot.routekaart.site import maak\n"
        "print(hashlib.sha256(b''.join(k.encode() + v for k, v in sorted(maak().items()))).hexdigest())"
    )
    env = {**os.environ, "PYTHONHASHSEED": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True, timeout=120)
    here = hashlib.sha256(b"".join(name.encode() + content for name, content in sorted(site.files.items()))).hexdigest()
    assert done.stdout.strip() == here


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7 * 7 }}&lt;"


def hostile(value: Any) -> Any:
    """Content of somebody who means harm, in every place where text may stand."""
    if isinstance(value, list):
        return [hostile(item) for item in value]
    if not isinstance(value, dict):
        return value
    changed = {key: hostile(item) for key, item in value.items()}
    for key in ("tekst", "naam", "label", "titel", "uitleg", "provincie"):
        if isinstance(changed.get(key), str):
            changed[key] += HOSTILE
    if "functies" in changed and "gemeenten" in changed:
        changed["gemeenten"] = [gemeente + HOSTILE for gemeente in changed["gemeenten"]]
    for key in ("url", "telefoon", "email"):
        if isinstance(changed.get(key), dict):
            changed[key]["waarde"] = f"javascript:alert(1)//{HOSTILE}"
    if isinstance(changed.get("url"), str):
        changed["url"] = f"javascript:alert(1)//{HOSTILE}"
    if "knop" in changed:
        changed["knop"] = "<script>alert(1)</script>\"'"
    return changed


def test_hostile_content_stays_text(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "routekaart"))
    for file in folder.rglob("*.yml"):
        if file.name != "regels.yml":
            content = hostile(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader))
            file.write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
    site = read_site(load(folder))
    for pad, page in site.pages.items():
        assert page.faults == [], pad
        scripts = [attrs.get("src", "") for attrs in page.attributes("script")]
        assert all(src.lstrip("./").startswith("bestand/") for src in scripts), pad
        assert page.attributes("img") == [], pad
        assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs), pad
        assert not any(link.lstrip().lower().startswith("javascript:") for link in page.links), pad
        assert pad == NIET_GEVONDEN or "<script>alert(1)</script>" in page.text, pad


def test_a_lane_without_a_concern_is_left_out(kaart: Routekaart) -> None:
    one_lane = {key: zorgvraag.copy(update={"lijn": Lijn.LEREN}) for key, zorgvraag in kaart.zorgvragen.items()}
    files = bouw(dataclasses.replace(kaart, zorgvragen=one_lane), leken_woorden())
    assert Pagina(files[START].decode()).text.count("Routekaart landelijk: lijn") == 1


def _own_words() -> list[tuple[str, str]]:
    """What the templates say themselves, without the data and the markup."""
    found = []
    for file in sorted(TEMPLATES.iterdir()):
        plain = re.sub(r"\{#.*?#\}|\{%.*?%\}|<[^>]*>|<!doctype html>", "\n", re.sub(r"\{\{.*?\}\}", "x", file.read_text(encoding="utf-8")))
        found += [(file.name, line.strip()) for line in plain.splitlines() if line.strip()]
    return found


@pytest.mark.parametrize(("file", "text"), _own_words())
def test_the_language_of_the_templates(file: str, text: str) -> None:
    assert list(REGELS.faults(text)) == []
