"""From an agreed correction to a message that the bot may be trained with."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any, Iterable, Iterator, Optional, Sequence

import yaml

from bot.review.models import Kandidaat, Oordeel, Uitkomst
from bot.review.schoon import schoon
from bot.settings import ROOT

NLU, EVALUATION = ROOT / "data" / "nlu", ROOT / "benchmarks" / "nlu"
_PIECE, _ALIKE, _SHORTEST = 5, 0.6, 3

Pieces = frozenset[str]


def propose(oordeel: Oordeel) -> Optional[Kandidaat]:
    """A candidate where the bot understood something else than this person; none where it was right, or where others decided already."""
    turn = oordeel.beurt
    understood = turn.intent if turn.uitkomst == Uitkomst.BEANTWOORD else ""
    there = Kandidaat.objects.filter(beurt=turn).first()
    if turn.knop or not turn.tekst.strip() or (there and there.staat != Kandidaat.Staat.OPEN):
        return None
    if oordeel.zorgvraag == understood:
        if there and there.voorgesteld_door_id == oordeel.beoordelaar_id:
            there.delete()
        return None
    if there and there.voorgesteld_door_id != oordeel.beoordelaar_id:
        return None
    values = {"tekst": turn.tekst, "zorgvraag": oordeel.zorgvraag, "regio": turn.gesprek.regio, "voorgesteld_door": oordeel.beoordelaar}
    return Kandidaat.objects.update_or_create(beurt=turn, defaults=values)[0]


def lint(text: str, own: Optional[int] = None) -> list[str]:
    """What stands in the way of training with this text, in sentences for a coordinator."""
    from bot.privacy.redactor import PLACEHOLDER  # see schoon

    found = []
    if schoon(text) != text or PLACEHOLDER.search(text):
        found.append("Er staan persoonsgegevens in, of een plek waar ze stonden. Schrijf de zin zonder.")
    if len(text.split()) < _SHORTEST:
        found.append("De zin is te kort om van te leren.")
    if re.search(r"[\[\]{}]|^/", text):
        found.append("Er staan tekens in die het trainingsbestand niet aankan: [ ] { } of / vooraan.")
    others = [k.tekst for k in Kandidaat.objects.exclude(staat=Kandidaat.Staat.AFGEWEZEN).exclude(pk=own)]
    if _near(text, [*_training(_stamp(NLU)), *((other, pieces(other)) for other in others)]):
        found.append("Deze zin, of bijna deze, staat al in de trainingszinnen.")
    if _near(text, _evaluation(_stamp(EVALUATION))):
        found.append("Deze zin lijkt op een zin waarmee we de bot meten. Daar mag hij niet van leren.")
    return found


def pieces(text: str) -> Pieces:
    """Every run of five letters of the plain text."""
    plain = " ".join(re.findall(r"\w+", text.lower()))
    return frozenset(plain[n : n + _PIECE] for n in range(max(1, len(plain) - _PIECE + 1)))


def export() -> str:
    """The agreed candidates as Rasa NLU YAML; empty where there are none."""
    intents: dict[str, list[str]] = {}
    for candidate in Kandidaat.objects.filter(staat=Kandidaat.Staat.GOED).order_by("zorgvraag", "pk"):
        intents.setdefault(candidate.zorgvraag, []).append(" ".join(candidate.tekst.split()))
    if not intents:
        return ""
    blocks = [{"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)} for intent, texts in intents.items()]
    return str(yaml.dump({"version": "3.1", "nlu": blocks}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000))


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as a block, as Rasa's files have them."""


_Dumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)
)


def _near(text: str, others: Iterable[tuple[str, Pieces]]) -> bool:
    mine = pieces(text)
    plain = " ".join(text.lower().split())
    for other, theirs in others:
        if " ".join(other.lower().split()) == plain:
            return True
        if len(mine & theirs) > _ALIKE * len(mine | theirs):
            return True
    return False


def _stamp(path: Path) -> tuple[tuple[str, int], ...]:
    files = sorted([*path.glob("*.yml"), *path.glob("*.jsonl")])
    return tuple((str(file), file.stat().st_mtime_ns) for file in files)


@functools.lru_cache(maxsize=1)
def _training(stamp: tuple[tuple[str, int], ...]) -> Sequence[tuple[str, Pieces]]:
    return [(text, pieces(text)) for file, _ in stamp for text in _examples(Path(file))]


def _examples(file: Path) -> Iterator[str]:
    for block in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader).get("nlu") or []:
        examples: Any = block.get("examples") or ""
        texts = [line.strip()[2:] for line in examples.splitlines()] if isinstance(examples, str) else [e["text"] for e in examples]
        yield from (re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", text) for text in texts)


@functools.lru_cache(maxsize=1)
def _evaluation(stamp: tuple[tuple[str, int], ...]) -> Sequence[tuple[str, Pieces]]:
    rows = [json.loads(line)["text"] for file, _ in stamp for line in Path(file).read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(text, pieces(text)) for text in rows]
