"""One table a recogniser: what it finds in a text, what it leaves, and why."""

from __future__ import annotations

import datetime

import pytest

from bot.privacy.address import NlAddressRecognizer
from bot.privacy.birthdate import NlBirthDateRecognizer
from bot.privacy.bsn import NlBsnRecognizer
from bot.privacy.email import NlEmailRecognizer
from bot.privacy.iban import NlIbanRecognizer
from bot.privacy.link import NlUrlRecognizer
from bot.privacy.number import NlNumberRecognizer
from bot.privacy.phone import NlPhoneRecognizer
from bot.privacy.postcode import NlPostcodeRecognizer
from bot.privacy.recognizer import Recognizer

RECOGNIZERS: dict[str, Recognizer] = {
    recognizer.soort: recognizer
    for recognizer in (
        NlAddressRecognizer(),
        NlBirthDateRecognizer(datetime.date(2026, 11, 1)),
        NlBsnRecognizer(),
        NlEmailRecognizer(),
        NlIbanRecognizer(),
        NlUrlRecognizer(),
        NlNumberRecognizer(),
        NlPhoneRecognizer(),
        NlPostcodeRecognizer(),
    )
}

ROWS = [
    # kind, text, what is found, reason
    ("TELEFOON", "bel 0611112222", ["0611112222"], "a mobile number"),
    ("TELEFOON", "bel 06-11 11 22 22 aub", ["06-11 11 22 22"], "with signs between"),
    ("TELEFOON", "bel (0527) 11 22 33", ["(0527) 11 22 33"], "an area code in brackets"),
    ("TELEFOON", "oma: +31 6 11112222", ["+31 6 11112222"], "with the code of the country"),
    ("TELEFOON", "oma: 0031611112222", ["0031611112222"], "with two noughts"),
    ("TELEFOON", "oom in +48 512 345 678", ["+48 512 345 678"], "a foreign number"),
    ("TELEFOON", "nul zes een een een een twee twee twee twee", ["nul zes een een een een twee twee twee twee"], "spoken out"),
    ("TELEFOON", "112, 113, 144 of 0900-8844", [], "emergency and service numbers"),
    ("TELEFOON", "0800-2000 en 14 0524", [], "numbers of the route map"),
    ("TELEFOON", "088-633 0 633", [], "a number of the route map"),
    ("TELEFOON", "in 2024 en 2025 samen 0,5 fte", [], "years and parts"),
    ("EMAIL", "mail naar ib.er-1@school.example.", ["ib.er-1@school.example"], "the stop ends the sentence"),
    ("EMAIL", "truus apenstaartje school punt nl", ["truus apenstaartje school punt nl"], "spoken out"),
    ("EMAIL", "truus [at] school [dot] nl", ["truus [at] school [dot] nl"], "in brackets"),
    ("EMAIL", "we kijken at the end", [], "English words"),
    ("EMAIL", "info@hetlse.nl", [], "an address of the route map"),
    ("BSN", "999990019", ["999990019"], "passes the elfproef"),
    ("BSN", "9999.90.019", ["9999.90.019"], "with dots"),
    ("BSN", "bsn 999990018", ["999990018"], "a typing error beside the word"),
    ("BSN", "burgerservicenummer: 99999001", ["99999001"], "a digit too few beside the word"),
    ("BSN", "999990018 keer", [], "fails the elfproef, and nothing says that it is one"),
    ("IBAN", "op NL91 ABNA 0417 1643 00 graag", ["NL91 ABNA 0417 1643 00"], "a Dutch one"),
    ("IBAN", "op NL99BANK0123456789", ["NL99BANK0123456789"], "with a wrong check digit, but plainly meant as one"),
    ("IBAN", "DE89 3704 0044 0532 0130 00 is van vader", ["DE89 3704 0044 0532 0130 00"], "a German one before more words"),
    ("IBAN", "de 30 kinderen van groep 8", [], "words and numbers"),
    ("POSTCODE", "7741 ZX en 7741zx", ["7741 ZX", "7741zx"], "with and without a space"),
    ("POSTCODE", "in 2024 is hij gekomen", [], "a year and a word"),
    ("POSTCODE", "1234 SS", [], "letters that are never used"),
    ("POSTCODE", "20 kg en 30 km", [], "measures"),
    ("ADRES", "hij woont Iepenlaan 12b in Emmen", ["Iepenlaan 12b"], "with a letter"),
    ("ADRES", "adres: Burgemeester van Dam straat 4", [], "known failure: a street in two words"),
    ("ADRES", "op de Brink 7", ["Brink 7"], "a bare word beside a preposition"),
    ("ADRES", "aan de Prins Clausstraat 101-3", ["Prins Clausstraat 101-3"], "with a title and an addition"),
    ("ADRES", "in de Dorpsstraat wordt gedeald", [], "a street without a number"),
    ("ADRES", "groep 7, lokaal 4, kern 3", [], "numbers of school life"),
    ("ADRES", "op Snelweg 4 keer", [], "no street"),
    ("GEBOORTEDATUM", "geb. 3-4-2015", ["3-4-2015"], "beside geb."),
    ("GEBOORTEDATUM", "geboren op 4 mei", ["4 mei"], "without a year, beside geboren"),
    ("GEBOORTEDATUM", "het kind is van 9 oktober 2013", ["9 oktober 2013"], "a date that makes somebody a child"),
    ("GEBOORTEDATUM", "gesprek op 9 oktober 2025", [], "a date of this year's work"),
    ("GEBOORTEDATUM", "sinds 1 september 2019 thuis", [], "the start of something"),
    ("GEBOORTEDATUM", "14.02 uur", [], "a time"),
    ("LEERLINGNUMMER", "leerlingnummer 4821", ["4821"], "named as one"),
    ("LEERLINGNUMMER", "dossier 2021-0042 is kwijt", ["2021-0042"], "a file"),
    ("LEERLINGNUMMER", "zaaknr: Z-2024-11", ["Z-2024-11"], "a case"),
    ("LEERLINGNUMMER", "20241234", ["20241234"], "a long number with nothing beside it"),
    ("LEERLINGNUMMER", "de leerlingen van 2024", [], "a year"),
    ("LEERLINGNUMMER", "een boete van 100000 euro", [], "money"),
    ("URL", "zie https://voorbeeld.example/foto?id=3.", ["https://voorbeeld.example/foto?id=3"], "the stop ends the sentence"),
    ("URL", "insta: @lisa_2011x", ["@lisa_2011x"], "an account"),
    ("URL", "instagram.com/lisa", ["instagram.com/lisa"], "a profile on a site that the route map names too"),
    ("URL", "op 113.nl en kindertelefoon.nl", [], "sites"),
]  # fmt: skip


@pytest.mark.parametrize(("soort", "text", "expected", "reason"), ROWS, ids=[f"{row[0]} {row[3]}" for row in ROWS])
def test_finds(soort: str, text: str, expected: list[str], reason: str) -> None:
    assert sorted({text[start:end] for start, end in RECOGNIZERS[soort].find(text)}) == sorted(expected)
