"""Birth dates: a full date beside a word such as "geboren", or one that makes somebody a child or an adult of today."""

from __future__ import annotations

import datetime
import re
from typing import Iterator

from bot.privacy.recognizer import Recognizer, Span

_MONTHS = (
    "jan(?:uari)?|feb(?:ruari)?|m(?:aart|rt)|apr(?:il)?|mei|juni?|juli?|"
    "aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19[3-9]\d|20[0-4]\d)"
_SEP = r" ?[-/. \u2013] ?"
_FULL = re.compile(
    rf"(?<![\w.-])(?:{_DAY}{_SEP}{_MONTH}{_SEP}(?P<a>{_YEAR})"
    rf"|{_DAY}(?:e|ste)?[ -](?:{_MONTHS})\.?,?[ -](?P<b>{_YEAR})|(?P<c>{_YEAR})[-/.]{_MONTH}[-/.]{_DAY})(?![\w])",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"(?<![\w.-])(?:{_DAY}{_SEP}{_MONTH}{_SEP}['’]?\d\d|{_DAY}(?:e|ste)?[ -](?:{_MONTHS})\.?(?:[ -]['’]?\d\d)?|\d{{8}})(?![\w]|[-.]\d)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"(?:gebo(?:ren|orte(?:n|datum|dag|dat)?)\w*|geb\.?(?:[ -]?d(?:at(?:um)?|d)?\b\.?)?|gebdat|g\.? ?d\.|gbd\.?|jarig"
    r"|verjaardag|verjaart|°|\*)"
    r"(?: ?(?:is|op|in|te [\w-]+|van|was|:|=|-|de|datum)){0,3} ?[:=(]? ?$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"^\)? ?(?:,? ?(?:is|als) )?(?:zijn |haar |de )?(?:geboren|geboortedatum|geb\.?dat)", re.IGNORECASE)
_EVENT = re.compile(
    r"(?:sinds|vanaf|vóór|voor|tot|per|d\.?d\.|datum|gesprek|mail|brief|verslag|toets|overleg|mdo"
    r"|notitie|afspraak|ingang|t/m|na|gemeld|melding)"
    r"(?: ?(?:op|van|de|het|is|was|:|met ingang van|maandag|dinsdag|woensdag|donderdag|vrijdag|ma|di|wo|do|vr)){0,2} ?$",
    re.IGNORECASE,
)
_YOUNGEST = 3


class NlBirthDateRecognizer(Recognizer):
    soort = "GEBOORTEDATUM"

    def __init__(self, today: datetime.date | None = None, **options: str) -> None:
        super().__init__(**options)
        self._newest = (today or datetime.date.today()).year - _YOUNGEST

    def find(self, text: str) -> Iterator[Span]:
        for match in _FULL.finditer(text):
            before = text[: match.start()]
            year = int(match["a"] or match["b"] or match["c"])
            of_a_person = year <= self._newest and not _EVENT.search(before)
            if of_a_person or _CUE.search(before) or _AFTER.match(text[match.end() :]):
                yield match.span()
        for match in _SHORT.finditer(text):
            if _CUE.search(text[: match.start()]) or _AFTER.match(text[match.end() :]):
                yield match.span()
