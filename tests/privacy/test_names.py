"""Names that are hidden, words that stay, and the failures that are known. All of it is invented."""

from __future__ import annotations

import pytest

from bot.privacy.redactor import Redactor, default_redactor


@pytest.fixture(scope="module")
def redact() -> Redactor:
    return default_redactor()


HIDDEN = [
    # text, redacted, reason
    ("ik maak me zorgen over Annelotte", "ik maak me zorgen over [naam]", "a given name"),
    ("gesproken met tjitse vandaag", "gesproken met [naam] vandaag", "in small letters"),
    ("de moeder van Esra Yıldırım belde", "de moeder van [naam] belde", "a Turkish name"),
    ("Abdelkarim el Hamdaoui komt niet meer", "[naam] komt niet meer", "with a particle"),
    ("mevrouw Ter Steege wil een gesprek", "mevrouw [naam] wil een gesprek", "a surname behind a title"),
    ("M.J. Waterink verzuimt", "[naam] verzuimt", "initials"),
    ("Mees slaat andere kinderen in groep 5", "[naam] slaat andere kinderen in groep 5", "a name that is a word too"),
    ("Fleur wordt gepest. Fleur huilt. Sterre niet.", "[naam 1] wordt gepest. [naam 1] huilt. [naam 2] niet.", "one placeholder a person"),
    ("groetjes, Willemijn", "groetjes, [naam]", "the writer"),
]
STAYS = [
    "wij werken met Kanjertraining en Nieuwsbegrip",
    "de juf en de meester zijn het niet eens",
    "in mei en juni is hij vaak ziek",
    "bel ik Veilig Thuis of het CJG in Kampen",
    "een mees vloog tegen het raam",
    "na de storm was er geen school",
    "ons gezin woont in Coevorden",
    "hij leest Dolfje Weerwolfje",
    "met Sinterklaas en Kerst is het druk",
    "het Vechtdal College heeft geen plek",
    "een Syrische jongen in 2 havo",
]
KNOWN_FAILURES = [
    # text, what happens today, what is right: a change for the better fails here too, and moves the row up
    ("zag je hoe roos bloeide na die toets", "zag je hoe roos bloeide na die toets", "zag je hoe [naam] bloeide na die toets"),
    ("Hem heb ik nog nooit zo gezien, zei Hem", "Hem heb ik nog nooit zo gezien, zei Hem", "Hem heb ik nog nooit zo gezien, zei [naam]"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), HIDDEN, ids=[row[2] for row in HIDDEN])
def test_a_name_is_hidden(redact: Redactor, text: str, expected: str, reason: str) -> None:
    assert redact(text).text == expected


@pytest.mark.parametrize("text", STAYS)
def test_what_is_no_name_stays(redact: Redactor, text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize(("text", "today", "right"), KNOWN_FAILURES, ids=[row[0] for row in KNOWN_FAILURES])
def test_a_known_failure_is_as_it_was(redact: Redactor, text: str, today: str, right: str) -> None:
    assert today != right
    assert redact(text).text == today
