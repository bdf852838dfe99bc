"""An advice as plain text: every part in its order, contacts that are not known, and what nobody has checked."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.cards.text import _PARTS, render, render_contact, trust
from bot.routekaart import Advies, Rol, Schoolsoort, load
from bot.routekaart.advies import Contact, Eerst, Herkomst, Toestemmen, Urgent

CONTACT = Contact(
    functie="leerplicht",
    organisatie="Bureau Voorbeeld",
    telefoon="0123-456 789",
    email="hulp@voorbeeld.nl",
    url="https://voorbeeld.nl/hulp",
    uren="werkdagen 9 tot 17 uur",
    waarvoor="Voor vragen over verzuim.",
    wie_mag="De mentor.",
    bron="https://www.bron.nl/pagina",
    bron_datum="2024-05-01",
    gecontroleerd_op=None,
)
UNKNOWN = Contact("leerplicht", None, None, None, None, None, "Vraag je mentor wie dit doet.", None, None, None, None)
ADVIES = Advies(
    zorgvraag="pesten",
    gemeente="Zwolle",
    schoolsoort="po",
    rol="leerkracht",
    urgentie=Urgent("deze_week", "Reden van de haast."),
    eerst_in_school=Eerst("intern_begeleider", "Praat met je intern begeleider."),
    contacten=(CONTACT, UNKNOWN),
    stappen=("Stap een.", "Stap twee."),
    niet_doen=("Doe dit niet.",),
    zin="Ik maak me zorgen.",
    toestemming=Toestemmen("uitzondering", "Vraag het de ouders."),
    escalatie="Bel de directeur.",
    bronnen=(Herkomst("Een wet", "https://wet.nl", "2024"), Herkomst("Een boek", None, None)),
)

PARTS = [
    ("urgentie", ["Deze week doen. Reden van de haast."]),
    ("eerst", ["Eerst in school:", "Praat met je intern begeleider."]),
    ("contact", ["Wie helpt buiten school:", "- Bureau Voorbeeld", "- Vraag je mentor wie dit doet."]),
    ("stappen", ["Wat je doet:", "1. Stap een.", "2. Stap twee."]),
    ("niet_doen", ["Wat je niet doet:", "- Doe dit niet."]),
    ("zin", ["Dit kun je zeggen:", "“Ik maak me zorgen.”"]),
    ("toestemming", ["Toestemming:", "Soms. Vraag het de ouders."]),
    ("escalatie", ["Als het niet helpt:", "Bel de directeur."]),
    ("bronnen", ["Bronnen:", "- Een wet (2024): https://wet.nl", "- Een boek"]),
]


def test_every_part_has_a_row_here() -> None:
    assert [name for name, _ in PARTS] == list(_PARTS)


@pytest.mark.parametrize(("name", "lines"), PARTS, ids=[name for name, _ in PARTS])
def test_one_part(name: str, lines: list[str]) -> None:
    text = render(ADVIES, "Pesten", [name])
    heading, *blocks = text.split("\n\n")
    assert heading == "Pesten\nRoute voor Zwolle"
    (block,) = blocks
    for line in lines:
        assert any(shown.startswith(line) for shown in block.split("\n")), line


@settings(max_examples=100, deadline=None)
@given(st.permutations(list(_PARTS)), st.integers(1, len(_PARTS)))
def test_the_order_is_fixed_whatever_was_asked(names: list[str], count: int) -> None:
    asked = names[:count]
    assert render(ADVIES, "Pesten", asked) == render(ADVIES, "Pesten", [name for name in _PARTS if name in asked])


def test_a_first_answer_is_short_and_says_who_decides() -> None:
    text = render(ADVIES, "Pesten")
    order = [
        "Pesten",
        "Route voor Zwolle",
        "Deze week doen",
        "Eerst in school:",
        "Wie helpt buiten school:",
        "Wat je doet:",
        "Wat je niet doet:",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "Bronnen:" not in text and "Toestemming:" not in text
    assert text.split("\n\n")[-1].endswith("intern begeleider of zorgcoördinator.")
    assert "hulpmiddel" not in render(ADVIES, "Pesten", ["stappen"])


def test_without_a_municipality_there_is_no_route_line() -> None:
    assert "Route voor" not in render(dataclasses.replace(ADVIES, gemeente=None), "Pesten")


def test_an_empty_part_leaves_no_heading() -> None:
    bare = dataclasses.replace(ADVIES, contacten=(), niet_doen=(), bronnen=())
    text = render(bare, "Pesten", list(_PARTS))
    for heading in ("Wie helpt buiten school", "Wat je niet doet", "Bronnen"):
        assert heading not in text
    assert "\n\n\n" not in text


def test_a_contact_says_how_when_who_and_how_sure() -> None:
    assert render_contact(CONTACT).split("\n  ") == [
        "Bureau Voorbeeld: 0123-456 789 · hulp@voorbeeld.nl · https://voorbeeld.nl/hulp",
        "Voor vragen over verzuim.",
        "Bereikbaar: werkdagen 9 tot 17 uur",
        "Wie belt: De mentor.",
        "Nog niet nagebeld. Bron: bron.nl, 2024-05-01.",
    ]


def test_an_unknown_contact_says_whom_to_ask_and_nothing_else() -> None:
    assert render_contact(UNKNOWN) == "Vraag je mentor wie dit doet."


TRUST = [
    ({"gecontroleerd_op": "2026-10-01"}, "Gecontroleerd op 2026-10-01.", "checked by a person"),
    ({"gecontroleerd_op": "2026-05-28"}, "Gecontroleerd op 2026-05-28.", "checked six months ago"),
    (
        {"gecontroleerd_op": "2026-05-27"},
        "Let op: gecontroleerd op 2026-05-27. Dat is meer dan een half jaar geleden.",
        "checked more than six months ago",
    ),
    ({}, "Nog niet nagebeld. Bron: bron.nl, 2024-05-01.", "never checked: the source and its date"),
    ({"bron_datum": None}, "Nog niet nagebeld. Bron: bron.nl, zonder datum.", "a source without a date"),
    ({"bron": "Een convenant"}, "Nog niet nagebeld. Bron: Een convenant, 2024-05-01.", "a source without an address"),
    ({"telefoon": None, "email": None, "url": None}, "Een nummer of adres ken ik niet. Vraag het na op school.", "nothing to call"),
]


@pytest.mark.parametrize(("change", "expected", "reason"), TRUST, ids=[row[2] for row in TRUST])
def test_trust(change: dict[str, str | None], expected: str, reason: str) -> None:
    assert trust(dataclasses.replace(CONTACT, **change), dt.date(2026, 11, 28)) == expected


def test_the_warning_stands_below_the_number_in_the_advice() -> None:
    checked = dataclasses.replace(ADVIES, contacten=(dataclasses.replace(CONTACT, gecontroleerd_op="2026-01-31"),))
    assert "Gecontroleerd op 2026-01-31." in render(checked, "Pesten", vandaag=dt.date(2026, 7, 31))
    assert "Let op: gecontroleerd op 2026-01-31." in render(checked, "Pesten", vandaag=dt.date(2026, 8, 1))


KAART = load()


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(KAART.zorgvragen)),
    st.sampled_from(["Zwolle", "Kampen", "Nergens", None]),
    st.sampled_from(Schoolsoort),
    st.sampled_from(Rol),
)
def test_every_real_advice_shows_all_its_texts(zorgvraag: str, gemeente: str | None, soort: Schoolsoort, rol: Rol) -> None:
    advies = KAART.advise(zorgvraag, gemeente, soort, rol)
    text = render(advies, KAART.zorgvragen[zorgvraag].label, list(_PARTS))
    reach = [fact for contact in advies.contacten for fact in (contact.telefoon, contact.email, contact.url, contact.waarvoor) if fact]
    for part in (
        *reach,
        *advies.stappen,
        *advies.niet_doen,
        advies.zin,
        advies.escalatie,
        advies.urgentie.reden,
        advies.eerst_in_school.tekst,
    ):
        assert part in text
    assert "None" not in text
