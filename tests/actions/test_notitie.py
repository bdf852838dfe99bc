"""The note: the teacher's own words under the right heading, the advice with its contacts."""

from __future__ import annotations

from actions.notitie import note
from tests.actions.gesprekken import gesprek

TALK = (
    ("Hallo", "groet"),
    ("[naam] wordt gepest in groep 7. Ik heb al met de ouders gesproken. Wie kan mij helpen?", "pesten"),
    ("/stappen_vragen", "stappen_vragen"),
    ("momentje", "mogelijk_gevaar"),
    ("Ze staat altijd alleen op het plein", "nlu_fallback"),
    ("dank je wel hoor", "dank"),
)


def test_what_was_said_stands_under_its_heading() -> None:
    moment = gesprek(*TALK, gemeente="Kampen", schoolsoort="po")
    values = note(moment, moment.advies("pesten"))
    assert values["signalen"] == "- [naam] wordt gepest in groep 7.\n- Ze staat altijd alleen op het plein"
    assert values["geprobeerd"] == "- Ik heb al met de ouders gesproken."
    assert values["vraag"] == "- Wie kan mij helpen?"
    assert values["plaats"] == "Kampen, basisschool"
    assert "030-285 66 16" in values["contacten"]


def test_what_was_not_said_is_named_so() -> None:
    moment = gesprek(("/pesten", "pesten"))
    values = note(moment, moment.advies("pesten"))
    assert {values[name] for name in ("signalen", "geprobeerd", "vraag", "plaats")} == {"(niet genoemd)"}


def test_a_long_talk_stays_half_a_page() -> None:
    moment = gesprek(*[(f"Er gebeurde weer iets op dag {n}", "pesten") for n in range(30)])
    assert len(note(moment, moment.advies("pesten"))["signalen"].splitlines()) == 6
