"""What to do with a message: answer, ask with the likeliest choices, or say that it is out of scope."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Mapping

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.concern import PRESENCE
from bot.nlu.lexicon import critical_concerns, read
from bot.nlu.safety import ABOUT_ANOTHER, DANGER, SAID, SIGNALS

DECISION = "besluit"
"""Message property: {"ask": bool, "offered": [concern], "also": [concern], "safety": bool}."""
POSSIBLE_DANGER = "mogelijk_gevaar"
_SHOWN = 20
"""So many intents go on in the ranking: all of them would be half of what a turn stores and sends to an action."""
OWN_DISTRESS = "eigen_nood"
"""The teacher herself is in danger: that answer is a safety answer as well."""

Ranking = List[Dict[str, Any]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decision(GraphComponent, IntentClassifier):
    """Danger leads, possible danger is asked for; below the threshold the bot asks; other concerns that are present are named."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._config = config
        self._concerns = {zorgvraag["id"] for zorgvraag in read("routekaart", "zorgvragen.yml")}
        self._critical = critical_concerns()

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """How the thresholds were chosen: docs/model.md."""
        return {
            "answer": 0.8,  # confidence from which a concern is answered without asking
            "talk": 0.25,  # the same for a conversational intent
            "signal": 1.0,  # what a plain expression of danger adds to the danger
            "danger": 0.0,  # from here a safety-critical concern leads
            "possible_danger": -2.25,  # from here the bot asks whether there is danger, with 112
            "word": -6.0,  # below it the name of a danger is a word of a lesson or a form
            "also": 2.9,  # score from which another concern is named
            "also_most": 3,
            "offer": 6,  # choices when asking
        }

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> Decision:
        return cls({**cls.get_default_config(), **config})

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY)
            if ranking:
                self._decide(message, ranking)
        return messages

    def danger(self, message: Message, ranking: Ranking) -> float:
        """How likely danger is: the log-odds of the concern classifier, the safety model, and plain expressions, added up."""
        share = sum(item["confidence"] for item in ranking if item["name"] in {*self._critical, OWN_DISTRESS})
        odds = math.log(max(share, 1e-4) / max(1 - share, 1e-4))
        danger = odds + float(message.get(DANGER) or 0.0)
        if message.get(SAID) or (message.get(SIGNALS) and danger >= self._config["word"]):  # not outvoted: the bot asks at least
            return max(danger + float(self._config["signal"]), float(self._config["possible_danger"]))
        return danger

    def _decide(self, message: Message, ranking: Ranking) -> None:
        signals = message.get(SIGNALS) or []
        danger = self.danger(message, ranking)
        own = ranking[0]["name"] == OWN_DISTRESS and not (signals and message.get(ABOUT_ANOTHER))
        if danger >= self._config["danger"] and not own:
            ranking = self._danger_first(ranking, signals)
        top = ranking[0]
        is_concern = top["name"] in self._concerns
        leads = top["name"] in {*self._critical, OWN_DISTRESS}
        safety = leads or danger >= self._config["possible_danger"]
        sure = top["confidence"] >= self._config["answer" if is_concern else "talk"] or (leads and top["name"] in signals)
        ask = not sure or (safety and not leads)
        likely = [item["name"] for item in ranking if item["name"] in self._concerns]
        seen = [name for name in signals if name in likely[self._config["offer"] :]]  # a danger that was named is among the choices
        offered = [*seen, *likely][: self._config["offer"]]
        intent = {"name": POSSIBLE_DANGER if safety else DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0} if ask else top
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[:_SHOWN], add_to_output=True)
        also = self._also(top["name"], signals, message.get(PRESENCE) or {}) if is_concern else []
        decision = {"ask": ask, "offered": offered if ask else [], "also": also, "safety": safety}
        message.set(DECISION, decision, add_to_output=True)

    def _danger_first(self, ranking: Ranking, signals: List[str]) -> Ranking:
        """The likeliest safety-critical concern leads; a concern whose signal was seen counts as likely."""

        def weight(item: Dict[str, Any]) -> float:
            return float(item["confidence"]) + (0.25 if item["name"] in signals else 0.0)

        first = max((item for item in ranking if item["name"] in self._critical), key=weight)
        return [first, *(item for item in ranking if item is not first)]

    def _also(self, top: str, signals: List[str], presence: Mapping[str, float]) -> List[str]:
        """Signals of danger first, then the concerns that are most surely present."""
        others = sorted((self._concerns & set(presence)) - {top}, key=lambda name: (name not in signals, -presence[name]))
        return [name for name in others if name in signals or presence[name] >= self._config["also"]][: self._config["also_most"]]
