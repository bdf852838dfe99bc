"""A danger that is denied is not offered as a second concern; one that is denied by halves is."""

from __future__ import annotations

import pytest

from actions import antwoorden
from tests.actions.gesprekken import gesprek

SAID = [
    ("hij wil niet dood, hij krast als hij boos is", "suicidaliteit", True, "denied"),
    ("er zijn geen klappen gevallen", "kindermishandeling", True, "denied, of violence"),
    ("er zijn geen klappen gevallen", "suicidaliteit", False, "another danger is denied"),
    ("hij speelt alleen op het plein", "suicidaliteit", False, "nothing is denied"),
    ("ze slaan hem niet, maar sluiten hem op in de kelder", "kindermishandeling", False, "something else speaks for it"),
    ("hij wil niet dood zegt hij, soms staat hij bij het spoor", "suicidaliteit", False, "the denial is only told"),
    ("hij wil niet dood", "pesten", False, "no list of denials"),
]


@pytest.mark.parametrize(("text", "zorgvraag", "denied", "reason"), SAID, ids=[row[3] for row in SAID])
def test_denied(text: str, zorgvraag: str, denied: bool, reason: str) -> None:
    assert antwoorden.denied(gesprek((text, "zelfbeschadiging")), zorgvraag) is denied
