"""Pupil numbers, file numbers and other long numbers that stand for one person."""

from __future__ import annotations

import re
from typing import Iterator

from bot.privacy.recognizer import Recognizer, Span

_PUPIL = r"(?:leerling(?:en)?|lln?|stam|admin(?:istratie)?|inschrijf|registratie|kind)"
_FILE = r"(?:dossier|zaak|casus|case|kenmerk|referentie|ref|meldings?|incident|polis|cli[eë]nt|pati[eë]nt|klant|beschikking|aanvraag)"
_NUMBER_WORD = r"(?:[ .-]{0,2}(?:nummer|nrs?|num|id|code)\b\.?)"
_VALUE = r"(?=[\w./-]*\d)(?:[A-Za-z]{1,4}[-/ ]?)?\d[\w]*(?:[-/.][\w]+){0,3}"
_LIST = rf"{_VALUE}(?:(?: ?, ?| en | & |/ )\d[\w/-]{{3,}})*"
_IS = r"(?: ?(?:is|was|:|=|#|\())?[ \u00a0]{0,2}"
_NAMED = re.compile(
    rf"(?<!\w)(?:{_PUPIL}{_NUMBER_WORD}|{_FILE}{_NUMBER_WORD}?"
    rf"|(?:ons|uw|jullie) kenmerk|llnr|lnr|leerlnr|studentnummer|#){_IS}(?P<waarde>{_LIST})",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:leerling|lln?|leerl|nr|nummer|num|stam|id|magister|parnassys|somtoday|esis|account)\.? ?\d?[ :=(#]{0,3}$", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<![\w.,/€+-])\d{5,12}(?![\w%]|[.,/:-]\d| ?(?:euro|keer|x|uur|kinderen|leerlingen|volgers|views|likes|stappen|mensen|woorden)\b)"
)
_YEARS = re.compile(r"^(?:19|20)\d\d(?:[-/](?:\d\d){1,2})?$")
_LONG = 6


class NlNumberRecognizer(Recognizer):
    soort = "LEERLINGNUMMER"
    score = 0.8

    def find(self, text: str) -> Iterator[Span]:
        for match in _NAMED.finditer(text):
            start = match.start("waarde")
            value = match["waarde"].rstrip(".-/")
            plain = value.isdecimal()
            if len(value) >= 3 and not (plain and len(value) < 4) and not (_YEARS.match(value) and not _strong(match[0])):
                yield start, start + len(value)
        for match in _BARE.finditer(text):
            before = text[: match.start()]
            in_brackets = before.rstrip().endswith("(") and text[match.end() : match.end() + 1] in {")", ","}
            round_number = match[0].endswith("000") and not _LOOSE.search(before)
            if not round_number and (len(match[0]) >= _LONG or in_brackets or _LOOSE.search(before) or _several(text, match.start())):
                yield match.span()


def _strong(text: str) -> bool:
    return bool(re.match(r"(?:dossier|zaak|leerlingnummer|kenmerk|lln|stam)", text, re.IGNORECASE))


def _several(text: str, start: int) -> bool:
    """Beside a name and a colon, in a message with more such numbers."""
    return bool(re.search(r"\w: ?$", text[:start])) and len(_BARE.findall(text)) > 1
