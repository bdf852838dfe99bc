"""Every fixed text that a teacher reads passes the language rules: short sentences, no formal address, nothing never to say."""

from __future__ import annotations

import re
from typing import Any, Iterator

import pytest
import yaml

from bot.routekaart.bestand import Bestand
from bot.routekaart.loader import FOLDER
from bot.routekaart.regels import Regels, digits, phone_numbers
from bot.routekaart.routekaart import Routekaart
from bot.settings import ROOT

REGELS = Bestand.read(FOLDER / "regels.yml", FOLDER).as_type(Regels)


def _texts() -> Iterator[tuple[str, str]]:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    for name, variants in domain["responses"].items():
        for variant in variants:
            yield name, variant["text"]
            yield from ((f"{name} button", knop["title"]) for knop in variant.get("buttons", []))
    for file in sorted((ROOT / "data" / "teksten").glob("*.yml")):
        yield from _strings(file.stem, yaml.safe_load(file.read_text(encoding="utf-8")))
    vragen = yaml.safe_load((ROOT / "data" / "lexicon" / "vragen.yml").read_text(encoding="utf-8"))
    nader = yaml.safe_load((ROOT / "data" / "lexicon" / "nader.yml").read_text(encoding="utf-8"))
    for name, row in {"elke vraag": nader, **nader["vragen"]}.items():
        yield from ((f"nader {name} {key}", row[key]) for key in ("zegt", "anders") if key in row)
    for vraag in ("pleger", "geweld"):
        yield from ((f"{vraag} {naam}", keuze["knop"]) for naam, keuze in vragen[vraag]["keuzes"].items())


def _strings(where: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(f"{where}.{key}", item)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _strings(f"{where}.{number}", item)


TEXTS = list(_texts())


@pytest.mark.parametrize(("where", "text"), TEXTS, ids=[where for where, _ in TEXTS])
def test_the_language_of_a_text(where: str, text: str) -> None:
    assert list(REGELS.faults(text)) == []


@pytest.mark.parametrize(("where", "text"), TEXTS, ids=[where for where, _ in TEXTS])
def test_every_number_stands_in_the_route_map(kaart: Routekaart, where: str, text: str) -> None:
    known = {digits(o.telefoon.waarde) for o in kaart.landelijk.organisaties if o.telefoon}
    assert {digits(number) for number in phone_numbers(text)} <= known


def test_what_a_teacher_reads_is_checked() -> None:
    assert {"utter_vaag", "utter_briefje", "utter_na_advies button", "kaart.slot", "pleger leerling", "nader kosten anders"} <= {
        where for where, _ in TEXTS
    }
    assert len(TEXTS) > 150


def test_the_actions_hold_no_wording() -> None:
    """A sentence in the code of an action would pass no language rule."""
    sentences = re.compile(r"""["'][A-Z][a-zé']+ [a-z][^"']* [^"']*["']""")
    found = [
        f"{file.name}: {match[0]}"
        for file in sorted((ROOT / "actions").glob("*.py"))
        for match in sentences.finditer(re.sub(r'""".*?"""', "", file.read_text(encoding="utf-8"), flags=re.DOTALL))
    ]
    assert found == []


def test_every_response_that_an_action_names_exists() -> None:
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    code = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "actions").glob("*.py")))
    named = set(re.findall(r'"(utter_[a-z_]+)"', code))
    situaties = yaml.safe_load((ROOT / "data" / "lexicon" / "praat.yml").read_text(encoding="utf-8"))
    own = {"terug", "menu", "briefje"}  # answered with a response of another name
    named |= {f"utter_{name}" for name in situaties["situaties"] if name not in own}
    named |= {f"utter_{taal}" for taal in situaties["talen"] if taal != "nederlands"}
    assert named <= set(responses) and len(named) > 40
