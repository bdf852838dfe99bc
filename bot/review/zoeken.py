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
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(simplemma.lemmatize(word, lang="nl")))


def stems(text: str) -> str:
    """The stems of a text, without accents, in its order."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter))
    return " ".join(_stem(word) for word in _WORD.findall(plain) if len(word) <= _LONGEST)


def search(found: QuerySet[Gesprek], question: str) -> QuerySet[Gesprek]:
    """Those conversations that hold every word; a question without words finds all."""
    words = stems(question).split()[:MOST_WORDS]
    if not words:
        return found
    if connection.vendor == "sqlite":
        match = " ".join(f'"{word}"' for word in words)
        return found.filter(id__in=RawSQL("SELECT rowid FROM review_zoek WHERE review_zoek MATCH %s", [match]))
    match = " & ".join(f"'{word}'" for word in words)
    condition = "SELECT id FROM review_gesprek WHERE to_tsvector('simple', zoektekst) @@ to_tsquery('simple', %s)"
    return found.filter(id__in=RawSQL(condition, [match]))
