"""Rasa's rules, each looked up once: stock Rasa compares all of them with the whole conversation, four times a turn."""

from __future__ import annotations

import itertools
import json
from typing import Any, Dict, Optional, Tuple

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, DefinePrevUserUtteredFeaturization, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

Moment = Tuple[Optional[str], Tuple[Optional[str], ...]]

_NO_MATTER = (BotUttered, SlotSet, DefinePrevUserUtteredFeaturization)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class RememberedRules(RulePolicy):
    """As RulePolicy. Where the rules name nothing but intents and actions, the same moment has the same next action."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen: Dict[Moment, PolicyPrediction] = {}
        self._plain = all(_names_nothing_else(rule) for rule in self.lookup.get(RULES, ()))

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: Optional[Dict[str, Any]] = None, **kwargs: Any
    ) -> PolicyPrediction:
        moment = _moment(tracker) if self._plain else None
        if moment is None:
            return super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        if moment not in self._seen:
            self._seen[moment] = super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        return self._seen[moment]


def _names_nothing_else(rule: str) -> bool:
    """No slot, entity, text or form: with those, more than the moment counts."""
    return all(set(state) <= {"prev_action", "user"} and set(state.get("user", {})) <= {"intent"} for state in json.loads(rule))


def _moment(tracker: DialogueStateTracker) -> Optional[Moment]:
    """The last message's intent and the actions since; None where another event came in between, or nobody listened before.

    That is enough, because Rasa lets a rule hold one message only, and it begins with listening.
    """
    events = [event for event in reversed(tracker.events) if not isinstance(event, _NO_MATTER)]
    since = list(itertools.takewhile(lambda event: isinstance(event, ActionExecuted), events))
    message, before = (*events[len(since) : len(since) + 2], None, None)[:2]
    listened = isinstance(before, ActionExecuted) and before.action_name == ACTION_LISTEN_NAME
    if not isinstance(message, UserUttered) or not listened or tracker.active_loop_name:
        return None
    return message.intent_name, tuple(event.action_name for event in since)
