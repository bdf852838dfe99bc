"""Turns that no intent names, by the plain patterns of `data/lexicon/praat.yml`: a pause, an insult, code, another language."""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path
from typing import Any, Iterable, Mapping, Optional

import yaml

_FOLDER = Path(__file__).parents[1] / "data" / "lexicon"
_NEDERLANDS = "nederlands"
_ENOUGH = 2
"""So many words of another language, and more than of Dutch, make a message one in that language."""


@functools.cache
def lexicon(naam: str) -> Mapping[str, Any]:
    """One file of `data/lexicon`, read once."""
    content: Mapping[str, Any] = yaml.safe_load((_FOLDER / f"{naam}.yml").read_text(encoding="utf-8"))
    return content


@functools.cache
def _pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)", re.IGNORECASE)


def says(text: str, patterns: Iterable[str]) -> bool:
    """Whether one of these patterns stands in a text as whole words."""
    return bool(_pattern(tuple(patterns)).search(_straight(text)))


@dataclasses.dataclass(frozen=True)
class Situatie:
    """A kind of turn. The fields are explained in the data file."""

    naam: str
    patronen: tuple[str, ...]
    hoogstens: Optional[int] = None
    heel: bool = False
    over_leerling: bool = False
    met_zorg: bool = False
    met_gevaar: bool = False

    def fits(self, text: str, zorg: bool) -> bool:
        """`zorg`: the message surely holds a concern."""
        if (zorg and not self.met_zorg) or (self.hoogstens and len(text.split()) > self.hoogstens):
            return False
        if not self.over_leerling and says(text, lexicon("praat")["leerling"]):
            return False
        pattern, straight = _pattern(self.patronen), _straight(text).strip(" .!?,;:")
        return bool(pattern.fullmatch(straight) if self.heel else pattern.search(straight))


@functools.cache
def _situaties() -> tuple[Situatie, ...]:
    rows = lexicon("praat")["situaties"]
    return tuple(Situatie(naam, tuple(row["patronen"]), **{k: v for k, v in row.items() if k != "patronen"}) for naam, row in rows.items())


def situatie(text: str, zorg: bool) -> Optional[Situatie]:
    """The situation that a typed message is; None for most messages."""
    if not any(letter.isalnum() for letter in text):
        return Situatie("geen_woorden", ())
    taal = _language(text)
    return Situatie(taal, ()) if taal else next((s for s in _situaties() if s.fits(text, zorg)), None)


def _language(text: str) -> Optional[str]:
    words = re.findall(r"[^\W\d_]+", _straight(text).lower())
    count = {taal: sum(word in known for word in words) for taal, known in _languages().items()}
    dutch = count.pop(_NEDERLANDS)
    best = max(count, key=lambda taal: count[taal])
    return best if count[best] >= _ENOUGH and count[best] > dutch else None


@functools.cache
def _languages() -> Mapping[str, frozenset[str]]:
    return {taal: frozenset(words) for taal, words in lexicon("praat")["talen"].items()}


def _straight(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'").translate(str.maketrans("éèêë", "eeee"))
