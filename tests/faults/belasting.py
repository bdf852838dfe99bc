"""Load with a memory: what was said, what was acknowledged, and what the store holds in the end."""

from __future__ import annotations

import collections
import concurrent.futures
import dataclasses
import itertools
import json
import random
import time
from typing import Callable, Counter, Dict, Iterator, List

import requests
import sqlalchemy as sa

from bot.teksten import teksten
from tests.faults.installatie import Gesprek

WHO = (
    "een leerling",
    "een kind",
    "een meisje",
    "een jongen",
    "een brugklasser",
    "een kleuter",
    "een nieuwe leerling",
    "een stille leerling",
)
WHAT = (
    *("spijbelt steeds", "komt vaak te laat", "wordt gepest", "kan niet meekomen met rekenen", "verveelt zich", "leest heel slecht"),
    *("heeft ruzie in de klas", "is vaak ziek", "luistert nooit", "durft niet te praten", "heeft geen vrienden", "gamet de hele nacht"),
)
WHEN = ("op maandag", "op dinsdag", "op woensdag", "op donderdag", "op vrijdag", "na de vakantie", "in de pauze", "onder de les")
DANGER = "ik wil niet meer leven"
FIRST_WORDS = "Levensgevaar? Bel 112"
"""Of the first line of the route on suicide; what the teacher must read first, whatever is broken."""


@dataclasses.dataclass
class Report:
    """Counts of one run. `lost` and `mixed` must be 0."""

    turns: Dict[str, int] = dataclasses.field(default_factory=lambda: collections.defaultdict(int))
    acknowledged: int = 0
    refused: int = 0
    unreachable: int = 0
    silent: int = 0
    danger: int = 0
    danger_unanswered: List[List[str]] = dataclasses.field(default_factory=list)
    slowest: Dict[str, float] = dataclasses.field(default_factory=lambda: collections.defaultdict(float))
    twice: int = 0
    """Messages that a balancer asked again, because it got no answer."""
    lost: int = 0
    mixed: int = 0

    def table(self) -> str:
        rows = [f"{kind:20} {count:6} turns, slowest answer {self.slowest[kind]:5.1f} s" for kind, count in self.turns.items()]
        names = ("acknowledged", "refused", "unreachable", "silent", "danger", "twice", "lost", "mixed")
        counts = [f"{name:20} {getattr(self, name):6}" for name in names]
        return "\n".join([*rows, *counts, f"{'danger unanswered':20} {len(self.danger_unanswered):6}"])


class Teacher:
    """One conversation whose texts nobody else says."""

    def __init__(self, url: str, who: str, when: str) -> None:
        self.gesprek, self._who, self._when = Gesprek(url), who, when
        self.said: Counter[str] = collections.Counter()
        self.acknowledged: Counter[str] = collections.Counter()
        self._what = itertools.cycle(WHAT)
        self.count = itertools.count()

    def text(self, danger: bool) -> str:
        """Never the same twice in a row: the bot answers a repeat as such."""
        return f"{self._who} zegt {self._when}: {DANGER}" if danger else f"{self._who} {next(self._what)} {self._when}"


def teachers(url: str) -> Iterator[Teacher]:
    for who, when in itertools.product(WHO, WHEN):
        yield Teacher(url, who, when)


def load(kind: str, crew: List[Teacher], turns: int, report: Report, address: Callable[[], str], at_once: int = 6) -> None:
    """So many turns, spread over the teachers; each third message is about danger."""
    each = max(1, turns // len(crew))
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        list(pool.map(lambda teacher: [_turn(kind, teacher, report, address) for _ in range(each)], crew))


def _turn(kind: str, teacher: Teacher, report: Report, address: Callable[[], str]) -> None:
    danger = next(teacher.count) % 3 == 0
    text, begin = teacher.text(danger), time.monotonic()
    report.turns[kind] += 1
    teacher.said[text] += 1
    try:
        answers = teacher.gesprek.zeg(address(), text)
    except (requests.RequestException, ValueError):
        report.unreachable += 1
        time.sleep(random.uniform(0.5, 1.5))
        return
    report.slowest[kind] = max(report.slowest[kind], time.monotonic() - begin)
    report.silent += not answers
    if danger:
        report.danger += 1
        if not any(answer.startswith(FIRST_WORDS) for answer in answers):
            report.danger_unanswered.append([text, *answers])
    if answers and teksten("kanaal")["storing"] not in answers:
        report.acknowledged += 1
        teacher.acknowledged[text] += 1
    else:
        report.refused += 1


def compare(crew: List[Teacher], url: str, report: Report) -> None:
    """What was acknowledged must be stored, and under one sender only what one teacher said."""
    stored: Dict[str, Counter[str]] = collections.defaultdict(collections.Counter)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        for sender, data in connection.execute(sa.text("SELECT sender_id, data FROM events WHERE type_name = 'user' ORDER BY id")):
            stored[sender][json.loads(data)["text"]] += 1
    engine.dispose()
    everything = sum(stored.values(), collections.Counter())
    for teacher in crew:
        report.lost += sum((teacher.acknowledged - everything).values())
    for texts in stored.values():
        owners = [teacher for teacher in crew if set(texts) & set(teacher.said)]
        report.mixed += len(owners) != 1 or not set(texts) <= set(owners[0].said)
        report.twice += sum((texts - owners[0].said).values()) if owners else 0
