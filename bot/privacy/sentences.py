"""Sentences with marked names for training the name recogniser, made from frames, name lists and the bot's own training messages."""

from __future__ import annotations

import random
import re
from typing import Callable, Iterator, Sequence

from bot.privacy.allowed import Allowed
from bot.privacy.data import messages, read
from bot.privacy.vocabulary import Vocabulary

Marked = tuple[str, list[tuple[int, int]]]

_PERSON = re.compile(
    r"\b(?:een|de|deze|die|mijn|onze|dit|dat|'n|n|mn) (?:leerling|jongen|meisje|kind|kleuter|jongetje|meid|puber|scholier|leerlinge)e?\b"
    r"(?: (?:uit|in|van) (?:mijn|onze|de|mn) (?:klas|groep(?: \d)?|mentorklas|brugklas))?",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:hij|zij|ze)\b(?= \w+)|(?<=[.!?] )(?:Hij|Zij|Ze)\b", re.IGNORECASE)
_PARENT = re.compile(r"\b(?:zijn|haar|de|z'n) (moeder|vader|ouders|oma|opa|zus|broer|broertje|zusje|mentor|stiefvader)\b", re.IGNORECASE)


class Sentences:
    """Endless and always the same for the same seed."""

    def __init__(self, vocabulary: Vocabulary, allowed: Allowed, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._vocabulary = vocabulary
        frames = read("privacy", "zinnen.yml")
        self._with: list[str] = frames["met"]
        self._without: list[str] = frames["zonder"]
        terms = allowed.terms
        self._fillers: dict[str, Sequence[object]] = {
            **frames["vulling"],
            "org": terms["organisaties"],
            "woord": terms["methoden_en_systemen"],
            "ziekte": terms["ziekten"],
            "boek": terms["boeken_en_figuren"],
            "plaats": allowed.places,
            "getal": range(4, 19),
        }
        self._chat: dict[str, str] = frames["chattaal"]
        self._particles: list[str] = frames["tussenvoegsels"]
        self._messages = [text for text in messages() if 8 < len(text) < 300 and not self._names(text)]
        self._people = [text for text in self._messages if _PERSON.search(text) or _PRONOUN.search(text) or _PARENT.search(text)]

    def _names(self, text: str) -> bool:
        return any(word[0].isupper() and self._vocabulary.is_clear_name(word.lower()) for word in re.findall(r"\w+", text))

    def __call__(self, count: int) -> Iterator[Marked]:
        for _ in range(count):
            kind = self._random.random()
            if kind < 0.4:
                yield self._noise(*self._glue(self._with))
            elif kind < 0.55:
                yield self._noise(*self._glue(self._without))
            elif kind < 0.85:
                yield self._noise(*self._person(self._random.choice(self._people)))
            else:
                yield self._noise(self._random.choice(self._messages), [])

    def _glue(self, frames: Sequence[str]) -> Marked:
        """One to three frames in a row, each with its own start of a sentence."""
        text, spans = "", list[tuple[int, int]]()
        for _ in range(self._random.choice((1, 1, 2, 3))):
            chosen = frames if self._random.random() < 0.8 else self._with + self._without
            part, found = self._fill(self._random.choice(chosen))
            text += self._random.choice((". ", ", ", " ", "\n", "! ", "? ", " - ")) if text else ""
            spans += [(start + len(text), end + len(text)) for start, end in found]
            text += part
        return text + self._random.choice(("", "", ".", "?", "!", "??")), spans

    def _fill(self, frame: str) -> Marked:
        text, spans, place = "", list[tuple[int, int]](), 0
        if self._random.random() < 0.55:
            frame = frame[0].upper() + frame[1:] if frame[0].isalpha() else frame
        for slot in re.finditer(r"\{(\w+)\}", frame):
            text += frame[place : slot.start()]
            value, is_name = self._value(slot[1])
            if is_name:
                spans.append((len(text), len(text) + len(value)))
            text += value
            place = slot.end()
        return text + frame[place:], spans

    def _value(self, slot: str) -> tuple[str, bool]:
        makers = {"v": self._given, "n": self._full, "a": self._family, "i": self._initials, "o": self._reversed, "k": self._initial}
        if slot in makers:
            return self._case(makers[slot]()), True
        value = str(self._random.choice(self._fillers[slot.lower()]))
        return value.lower() if self._random.random() < 0.3 else value, False

    def _given(self) -> str:
        random_, names = self._random, self._vocabulary.given_names
        name = random_.choice(names)
        kind = random_.random()
        if kind < 0.18:
            other = random_.choice(names)
            name = (name[: max(2, len(name) // 2)] + other[len(other) // 2 :]).capitalize()
        elif kind < 0.22:
            name = f"{name}-{random_.choice(names)}"
        elif kind < 0.24:
            name = f"{name} {random_.choice(names)}"
        elif kind < 0.46:
            name = random_.choice(sorted(self._vocabulary.ambiguous)).capitalize()
        return name

    def _family(self) -> str:
        random_ = self._random
        name = random_.choice(self._vocabulary.surnames)
        if random_.random() < 0.15:
            other = random_.choice(self._vocabulary.surnames)
            name = (name[: len(name) // 2] + other[len(other) // 2 :]).capitalize()
        if random_.random() < 0.1:
            name = f"{name}-{random_.choice(self._vocabulary.surnames)}"
        if random_.random() < 0.35:
            particle = self._random.choice(self._particles)
            name = f"{particle} {name}"
        return name

    def _full(self) -> str:
        return f"{self._given()} {self._family()}"

    def _any_name(self) -> str:
        kind = self._random.random()
        return self._given() if kind < 0.6 else (self._full() if kind < 0.8 else self._initial())

    def _initials(self) -> str:
        letters = "".join(f"{self._random.choice('ABCDEFGHIJKLMNOPRSTVWYZ')}." for _ in range(self._random.choice((1, 1, 2))))
        return f"{letters} {self._family()}"

    def _reversed(self) -> str:
        return f"{self._family()}, {self._given()}"

    def _initial(self) -> str:
        return f"{self._given()} {self._random.choice('ABCDEFGHKLMNPRSTVWZ')}{self._random.choice(('.', '', '.'))}"

    def _case(self, name: str) -> str:
        kind = self._random.random()
        return name.lower() if kind < 0.4 else (name.upper() if kind < 0.43 else name)

    def _person(self, text: str) -> Marked:
        """A training message in which a person without a name gets one."""
        for pattern in self._random.sample((_PERSON, _PRONOUN, _PARENT), 3):
            found = list(pattern.finditer(text))
            if not found:
                continue
            match = self._random.choice(found)
            name = self._case(self._any_name())
            if pattern is _PARENT:
                head, tail = self._random.choice(
                    ((f"de {match[1]} van ", ""), ("", f"'s {match[1]}"), ("", f" zijn {match[1]}"), (f"{match[1]} ", ""))
                )
            else:
                head, tail = self._random.choice(
                    (("", ""), ("", ""), ("", ""), ("leerling ", ""), ("een leerling (", ")"), (f"{match[0]} ", ""), (f"{match[0]}, ", ","))
                )
            start = match.start() + len(head)
            return text[: match.start()] + head + name + tail + text[match.end() :], [(start, start + len(name))]
        return text, []

    def _noise(self, text: str, spans: list[tuple[int, int]]) -> Marked:
        """Small letters, capitals, chat words and typing errors outside names; every span stays where its name is."""
        kind = self._random.random()
        if kind < 0.25:
            text = _same_length(text, str.lower)
        elif kind < 0.28:
            text = _same_length(text, str.upper)
        place, out, moved = 0, "", list[tuple[int, int]]()
        for start, end in spans:
            out += self._errors(text[place:start])
            moved.append((len(out), len(out) + end - start))
            out += text[start:end]
            place = end
        return out + self._errors(text[place:]), moved

    def _errors(self, text: str) -> str:
        words = re.split(r"(\W+)", text)
        for n, word in enumerate(words):
            if word in self._chat and self._random.random() < 0.15:
                words[n] = self._chat[word]
            elif len(word) > 4 and word.isalpha() and self._random.random() < 0.03:
                at = self._random.randrange(1, len(word) - 1)
                words[n] = self._random.choice(
                    (word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at] + word[at:])
                )
        return "".join(words)


def _same_length(text: str, change: Callable[[str], str]) -> str:
    changed = change(text)
    return changed if len(changed) == len(text) else text
