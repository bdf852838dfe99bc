"""Full-text search in Dutch: words are brought back to their lemma and its stem, in what was written and in what is asked."""

from __future__ import annotations

import functools
import re
import unicodedata

import simplemma
import snowballstemmer
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from bot.review.models.gesprek import Gesprek

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
MOST_WORDS = 12


@functools.cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("dutch")


@functools.lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, ...]:
    """The stem of the word and that of its lemma: "ouder" is also a form of "oud", "gescheiden" also one of "scheiden"."""
    stem = _stemmer().stemWord
    return tuple(dict.fromkeys((str(stem(word)), str(stem(simplemma.lemmatize(word, lang="nl"))))))


def words(text: str) -> list[tuple[str, ...]]:
    """The forms of every word of a text, without accents, in its order."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter))
    return [_forms(word) for word in _WORD.findall(plain) if len(word) <= _LONGEST]


def stems(text: str) -> str:
    """What is kept of a text for the search."""
    return " ".join(form for forms in words(text) for form in forms)


def search(found: QuerySet[Gesprek], question: str) -> QuerySet[Gesprek]:
    """Those conversations that hold every word in some form; a question without words finds all."""
    wanted = words(question)[:MOST_WORDS]
    if not wanted:
        return found
    if connection.vendor == "sqlite":
        match = " AND ".join("(" + " OR ".join(f'"{form}"' for form in forms) + ")" for forms in wanted)
        return found.filter(id__in=RawSQL("SELECT rowid FROM review_zoek WHERE review_zoek MATCH %s", [match]))
    match = " & ".join("(" + " | ".join(f"'{form}'" for form in forms) + ")" for forms in wanted)
    condition = "SELECT id FROM review_gesprek WHERE to_tsvector('simple', zoektekst) @@ to_tsquery('simple', %s)"
    return found.filter(id__in=RawSQL(condition, [match]))
