"""Reads the training data, and adds to the domain what the route map already says."""

from __future__ import annotations

from typing import Any, Optional

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.lexicon import read_all

FIRST_LINE = "utter_eerste_regel_"


class RouteMapImporter(RasaFileImporter):
    """Rasa's file importer plus one response a route with a first line.

    The lines that help in danger become responses of the model itself, so they are there when the action server is not.
    """

    _nlu_data: Optional[TrainingData] = None

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """Reads the messages once: Rasa asks for them several times, and each reading takes seconds."""
        if self._nlu_data is None:
            self._nlu_data = super().get_nlu_data(language)
        return self._nlu_data

    def get_domain(self) -> Domain:
        responses: dict[str, Any] = {
            FIRST_LINE + route["zorgvraag"]: [{"text": route["eerste_regel"]["tekst"]}]
            for route in read_all("routekaart", "routes")
            if route.get("eerste_regel")
        }
        return super().get_domain().merge(Domain.from_dict({"responses": responses}))
