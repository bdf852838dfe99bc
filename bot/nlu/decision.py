"""What to do with a message: answer, ask with the likeliest choices, or say that it is out of scope."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.cues import CUES
from bot.nlu.lexicon import read
from bot.nlu.safety import ABOUT_ANOTHER, SIGNALS

DECISION = "besluit"
"""Message property: {"ask": bool, "offered": [concern], "also": [concern], "safety": bool}."""
POSSIBLE_DANGER = "mogelijk_gevaar"
OWN_DISTRESS = "eigen_nood"
"""The teacher herself is in danger: that answer is a safety answer as well."""

Ranking = List[Dict[str, Any]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decision(GraphComponent, IntentClassifier):
    """Safety leads; below the threshold the bot asks; other concerns that are likely are named."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._config = config
        zorgvragen = read("routekaart", "zorgvragen.yml")
        self._concerns = {zorgvraag["id"] for zorgvraag in zorgvragen}
        self._critical = {zorgvraag["id"] for zorgvraag in zorgvragen if zorgvraag["veiligheid"]}

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "answer": 0.6,  # confidence from which a concern is answered without asking
            "talk": 0.2,  # the same for a conversational intent
            "danger": 0.25,  # share of all safety-critical concerns together from which danger leads
            "also": 0.1,  # confidence from which another concern is named
            "also_with_cue": 0.02,  # the same where the message holds a word of that concern
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

    def _decide(self, message: Message, ranking: Ranking) -> None:
        signals = message.get(SIGNALS) or []
        danger = sum(item["confidence"] for item in ranking if item["name"] in self._critical)
        safety = bool(signals) or danger >= self._config["danger"] or ranking[0]["name"] in {*self._critical, OWN_DISTRESS}
        own = ranking[0]["name"] == OWN_DISTRESS and not (signals and message.get(ABOUT_ANOTHER))
        if safety and not own:
            ranking = self._danger_first(ranking, signals)
        top = ranking[0]
        is_concern = top["name"] in self._concerns
        ask = top["confidence"] < self._config["answer" if is_concern else "talk"] and not (safety and top["name"] in signals)
        offered = [item["name"] for item in ranking if item["name"] in self._concerns][: self._config["offer"]]
        also = self._also(ranking, signals, message.get(CUES) or {}) if is_concern else []
        intent = {"name": POSSIBLE_DANGER if safety else DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0} if ask else top
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        decision = {"ask": ask, "offered": offered if ask else [], "also": also, "safety": safety}
        message.set(DECISION, decision, add_to_output=True)

    def _danger_first(self, ranking: Ranking, signals: List[str]) -> Ranking:
        """The likeliest safety-critical concern leads; a concern whose signal was seen counts as likely."""

        def weight(item: Dict[str, Any]) -> float:
            return float(item["confidence"]) + (0.25 if item["name"] in signals else 0.0)

        first = max((item for item in ranking if item["name"] in self._critical), key=weight)
        return [first, *(item for item in ranking if item is not first)]

    def _also(self, ranking: Ranking, signals: List[str], cues: Mapping[str, int]) -> List[str]:
        """Signals of danger first, then the likeliest."""

        def present(item: Dict[str, Any]) -> bool:
            return bool(item["confidence"] >= self._config["also_with_cue" if cues.get(item["name"]) else "also"])

        others = [item for item in ranking[1:] if item["name"] in self._concerns]
        named = [item["name"] for item in others if item["name"] in signals]
        named += [item["name"] for item in others if item["name"] not in signals and present(item)]
        return named[: self._config["also_most"]]
