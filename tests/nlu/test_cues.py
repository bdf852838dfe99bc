"""Cues: words of the field, in any form, in compounds and in expressions."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.cues import CueCounter
from bot.settings import ROOT

CUES = CueCounter()
CONCERNS = {z["id"] for z in yaml.safe_load((ROOT / "data/routekaart/zorgvragen.yml").read_text(encoding="utf-8"))}

ROWS = [
    ("hij spijbelt de laatste weken", "ongeoorloofd_verzuim", "an inflected verb"),
    ("ze hebben thuis geen geld, de VOEDSELBANK helpt", "armoede", "capitals"),
    ("er is sprake van dyslexie", "leerproblemen", "the professional word"),
    ("vanmiddag naar de uitvaart", "rouw", "a thing of the occasion"),
]


@pytest.mark.parametrize(("text", "concern", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_a_cue_is_found(text: str, concern: str, reason: str) -> None:
    assert CUES.count(text)[concern] >= 1


def test_plain_talk_holds_no_cue() -> None:
    assert CUES.count("dank je wel") == {}


def test_a_repeated_word_counts_each_time() -> None:
    assert CUES.count("dyslexie, dyslexie")["leerproblemen"] > CUES.count("dyslexie")["leerproblemen"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_only_known_concerns(text: str) -> None:
    assert set(CUES.count(text)) <= CONCERNS
