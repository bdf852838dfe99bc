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
_ASKED = 8
"""Each kind of question looks at the clauses of the same few texts."""
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
    return bool(_pattern(tuple(patterns)).search(straight(text)))


@dataclasses.dataclass(frozen=True)
class Situatie:
    """A kind of turn. The fields are explained in the data file."""

    naam: str
    patronen: tuple[str, ...]
    hoogstens: Optional[int] = None
    heel: bool = False
    reeks: bool = False
    deel: bool = False
    over_leerling: bool = False
    met_zorg: bool = False
    met_gevaar: bool = False

    def fits(self, text: str, zorg: bool) -> bool:
        """`zorg`: the message surely holds a concern."""
        if (zorg and not self.met_zorg) or (self.hoogstens and len(text.split()) > self.hoogstens):
            return False
        if not self.over_leerling and says(text, lexicon("praat")["leerling"]):
            return False
        pattern = _pattern(self.patronen)
        if self.reeks:
            return bool(told(text)) and self.is_all(text)
        if self.deel:
            return any(is_whole(clause, self.patronen) for clause in told(text))
        words = straight(text).strip(" .!?,;:")
        return bool(pattern.fullmatch(words) if self.heel else pattern.search(words))

    def is_all(self, text: str) -> bool:
        """Whether a text says nothing else."""
        return all(is_whole(clause, self.patronen) for clause in told(text))


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
    words = re.findall(r"[^\W\d_]+", straight(text).lower())
    count = {taal: sum(word in known for word in words) for taal, known in _languages().items()}
    dutch = count.pop(_NEDERLANDS)
    best = max(count, key=lambda taal: count[taal])
    return best if count[best] >= _ENOUGH and count[best] > dutch else None


@functools.cache
def _languages() -> Mapping[str, frozenset[str]]:
    return {taal: frozenset(words) for taal, words in lexicon("praat")["talen"].items()}


@functools.lru_cache(_ASKED)
def clauses(text: str) -> tuple[str, ...]:
    """What stands between the full stops, commas and the like, without accents and without spare blanks."""
    return tuple(" ".join(clause.split()) for clause in re.split(r"[.?!,;:()]+(?!\d)|(?<= )-+(?= )", straight(text)) if clause.strip())


@functools.lru_cache(_ASKED)
def told(text: str) -> tuple[str, ...]:
    """The clauses that say something; "oké", "sorry" and the like do not."""
    return tuple(clause for clause in clauses(text) if not _whole(("",)).fullmatch(f"{clause} "))


def is_whole(clause: str, patterns: tuple[str, ...]) -> bool:
    """Whether a clause is one of these patterns, with no more around it than small words."""
    return bool(_whole(patterns).fullmatch(clause))


@functools.cache
def _whole(patterns: tuple[str, ...]) -> re.Pattern[str]:
    before, after = ("|".join(lexicon("praat")[name]) for name in ("vooraf", "achteraf"))
    return re.compile(rf"(?:(?:{before}) )*(?:{'|'.join(patterns)})(?: (?:{after}))*", re.IGNORECASE)


def straight(text: str) -> str:
    """A text with plain quotes and an e without accents."""
    return text.replace("’", "'").replace("‘", "'").translate(str.maketrans("éèêë", "eeee"))
