"""The remembered rules predict what Rasa's own do, in any order of messages and actions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.events import (
    ActionExecuted,
    AllSlotsReset,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.graaf import InOrder
from bot.server.rasa import Processor
from bot.server.regels import RememberedRules, _names_nothing_else

INTENTS = ["groet", "pesten", "suicidaliteit", "acuut_gevaar", "stappen_vragen", "buiten_bereik", "restart", "onbekend", None]
ACTIONS = ["action_listen", "action_advies", "action_praat", "utter_eerste_regel_suicidaliteit", "action_vervolg", "action_keuze"]
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from(INTENTS).map(lambda intent: UserUttered("x", {"name": intent, "confidence": 1.0})),
    st.sampled_from(ACTIONS).map(ActionExecuted),
    st.just(BotUttered("x")),
    st.just(SlotSet("gemeente", "kampen")),
    st.just(UserUtteranceReverted()),
    st.just(AllSlotsReset()),
)


@pytest.fixture(scope="module")
def runner(model: Path) -> InOrder:
    runner = Processor._load_model(model)[2]
    assert isinstance(runner, InOrder)
    return runner


@pytest.fixture(scope="module")
def policy(runner: InOrder) -> RememberedRules:
    found = [node._component for node in runner._instantiated_nodes.values() if isinstance(node._component, RememberedRules)]
    assert len(found) == 1 and isinstance(found[0], RememberedRules)
    return found[0]


@pytest.fixture(scope="module")
def domain(runner: InOrder) -> Any:
    return runner.run(targets=["domain_provider"])["domain_provider"]


def test_our_rules_name_only_intents_and_actions(policy: RememberedRules) -> None:
    assert policy._plain and len(policy.lookup[RULES]) > 100


def _said(intent: str) -> UserUttered:
    return UserUttered("x", {"name": intent, "confidence": 1.0})


@settings(max_examples=300, deadline=None)
@given(st.lists(EVENTS, max_size=12))
@example([ActionExecuted("action_praat"), _said("groet")])
@example([_said("groet"), ActionExecuted("action_praat"), _said("groet")])
def test_the_next_action_is_that_of_rasa(policy: RememberedRules, domain: Any, events: list[Event]) -> None:
    begin: list[Event] = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
    for last in range(len(events) + 1):
        tracker = DialogueStateTracker.from_events("x", [*begin, *events[:last]], domain.slots, domain=domain)
        ours, theirs = (kind.predict_action_probabilities(policy, tracker, domain) for kind in (RememberedRules, RulePolicy))
        assert ours.probabilities == theirs.probabilities
        assert ours.events == theirs.events


OTHERS = [
    ('[{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "x"}, "slots": {"rol": [1.0]}}]', "a slot"),
    ('[{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "x", "entities": ["rol"]}}]', "an entity"),
    ('[{"prev_action": {"action_name": "action_listen"}, "user": {"text": "x"}}]', "a text"),
    ('[{"active_loop": {"name": "formulier"}, "user": {"intent": "x"}}]', "a form"),
]


@pytest.mark.parametrize(("rule", "reason"), OTHERS, ids=[row[1] for row in OTHERS])
def test_a_rule_that_asks_for_more_is_noticed(rule: str, reason: str) -> None:
    assert not _names_nothing_else(rule)
