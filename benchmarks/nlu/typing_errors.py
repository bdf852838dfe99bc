"""Typing errors as fingers make them: a neighbouring key, two letters swapped, one left out, one twice."""

from __future__ import annotations

import random
import re

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORTEST = 4
"""Words of at least this many letters get errors: in "en" or "ik" one hardly mistypes, and the word is lost at once."""
_SENTENCE = re.compile(r"[^.!?\n]+")
_WORD = re.compile(rf"[A-Za-z]{{{_SHORTEST},}}")


def with_errors(text: str, rng: random.Random) -> str:
    """The text with one or two errors in each sentence, each in a word of its own and never in its first letter."""
    places = [word.span() for sentence in _SENTENCE.finditer(text) for word in _chosen(text, sentence, rng)]
    for start, end in reversed(places):
        text = text[:start] + _mistyped(text[start:end], rng) + text[end:]
    return text


def _chosen(text: str, sentence: re.Match[str], rng: random.Random) -> list[re.Match[str]]:
    words = list(_WORD.finditer(text, *sentence.span()))
    count = min(rng.choice((1, 2)), len(words))
    return sorted(rng.sample(words, count), key=lambda word: word.start())


def _mistyped(word: str, rng: random.Random) -> str:
    n = rng.randrange(1, len(word))
    before, letter, after = word[:n], word[n], word[n + 1 :]
    swapped = after[:1] + letter + after[1:]
    kinds = [_neighbour(letter, rng) + after, after, letter + letter + after, *([swapped] if after and swapped != letter + after else [])]
    return before + rng.choice(kinds)


def _neighbour(letter: str, rng: random.Random) -> str:
    row = next(row for row in _ROWS if letter.lower() in row)
    n = row.index(letter.lower())
    near = rng.choice([row[m] for m in (n - 1, n + 1) if 0 <= m < len(row)])
    return near.upper() if letter.isupper() else near
