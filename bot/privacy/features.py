"""What the name recogniser sees of each word: its class and those of its neighbours, never the letters of an unknown word."""

from __future__ import annotations

from typing import Collection, NamedTuple, Sequence

from bot.privacy.allowed import Allowed
from bot.privacy.tokens import Token
from bot.privacy.vocabulary import Vocabulary

_WINDOW = (-2, -1, 1, 2)


class View(NamedTuple):
    """One word as the features describe it."""

    word: str
    kind: str
    shape: str
    name: str


def views(tokens: Sequence[Token], vocabulary: Vocabulary, allowed: Allowed, hidden: Collection[int] = ()) -> list[View]:
    """`hidden` are the numbers of the words that pretend to be in no name list: so training learns from their surroundings."""
    stays = allowed.token_numbers(tokens)
    return [_view(token, vocabulary, n in stays, n in hidden) for n, token in enumerate(tokens)]


def _view(token: Token, vocabulary: Vocabulary, stays: bool, hidden: bool) -> View:
    word = token.lower
    hidden = hidden and word not in vocabulary.ambiguous  # of those only the surroundings tell anyway
    name = "" if hidden else _name(word, vocabulary)
    if not token.is_word:
        kind = "digit" if word[0].isdigit() else ("particle" if word in vocabulary.particles else "sign")
        return View(word if kind != "digit" else "0", kind, "", name)
    if stays or (len(word) > 2 and word.endswith(".") and not token.text.isupper() and word not in vocabulary.particles):
        return View("", "stays", _shape(token.text), name)
    for kind, words in (("title", vocabulary.titles), ("role", vocabulary.roles), ("particle", vocabulary.particles)):
        if word in words:
            return View(word, kind, _shape(token.text), name)
    if vocabulary.is_word(word) and not (hidden and word in vocabulary.given):
        return View(word, "word", _shape(token.text), name)
    if word.endswith(".") or len(word) == 1:
        return View("", "initial", _shape(token.text), "")
    if vocabulary.is_given(word) and not vocabulary.is_ambiguous(word):
        return View("", "unknown", _shape(token.text), name)
    return View("", "compound" if vocabulary.is_compound(word) else "unknown", _shape(token.text), name)


def _name(word: str, vocabulary: Vocabulary) -> str:
    given = "" if not vocabulary.is_given(word) else ("maybe" if vocabulary.is_ambiguous(word) else "given")
    return given + ("+surname" if vocabulary.is_surname(word) else "")


def _shape(text: str) -> str:
    if text.isupper():
        return "X" if len(text) == 1 else "XX"
    if text[0].isupper():
        return "Xx"
    return "x" if text.islower() else "xX"


def features(tokens: Sequence[Token], seen: Sequence[View]) -> list[list[str]]:
    """One list of features a word."""
    words = [view for view in seen if view.shape]
    lower = (
        "lower"
        if all(view.shape in ("x", "xX") for view in words)
        else ("upper" if all(view.shape in ("XX", "X") for view in words) else "mixed")
    )
    return [_of(n, tokens, seen, lower) for n in range(len(seen))]


def _of(n: int, tokens: Sequence[Token], seen: Sequence[View], case: str) -> list[str]:
    view = seen[n]
    found = [
        "bias",
        f"k={view.kind}",
        f"n={view.name}",
        f"kn={view.kind},{view.name}",
        f"s={case},{view.shape}",
        f"skn={case},{view.shape},{view.kind},{view.name}",
        f"len={min(len(tokens[n].text), 8)}",
    ]
    if view.word:
        found += [f"w={view.word}", f"ws={view.word},{view.shape}"]
    elif view.kind in ("unknown", "compound"):
        found += [f"e3={tokens[n].lower[-3:]}", f"e2={tokens[n].lower[-2:]}", f"b2={tokens[n].lower[:2]}"]
    for step in _WINDOW:
        at = n + step
        if not 0 <= at < len(seen):
            found.append(f"{step}=edge")
            continue
        other = seen[at]
        found += [
            f"{step}k={other.kind}",
            f"{step}kn={other.kind},{other.name},{other.shape}",
            f"{step}k,k={other.kind},{view.kind},{view.name},{view.shape}",
        ]
        if other.word:
            found += [f"{step}w={other.word}", f"{step}w,k={other.word},{view.kind},{view.name}"]
    if n >= 3 and seen[n - 3].kind == "title":
        found.append("-3title")
    if 0 < n < len(seen) - 1:
        found.append(f"around={seen[n - 1].word or seen[n - 1].kind},{seen[n + 1].word or seen[n + 1].kind}")
    return found
