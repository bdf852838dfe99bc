"""Tokens of the Dutch spaCy object, for every later component."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.dutch import Dutch, load_dutch


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class DutchTokenizer(Tokenizer):
    """Tokenizes with spaCy's Dutch rules."""

    def __init__(self, config: Dict[str, Any], dutch: Dutch) -> None:
        super().__init__(config)
        self._nlp = dutch.nlp

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None, "prefix_separator_symbol": None}

    @staticmethod
    def required_packages() -> List[str]:
        return ["spacy", "simplemma"]

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> DutchTokenizer:
        return cls(config, load_dutch())

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Left as it is: no component learns from tokens, and to make them would take a seventh of the training."""
        return training_data

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        doc = self._nlp.make_doc(message.get(attribute))
        return [Token(token.text, token.idx) for token in doc if not token.is_space]
