"""Trains Rasa's graph, without what Rasa does beside it.

`rasa.train` copies all messages a dozen times and takes a fingerprint of every feature for a cache of earlier trainings, which took longer
than the training itself. We train only when something changed (bot/model.py), so nothing is cached here.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Optional

from rasa.engine.caching import TrainingCache
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.training.graph_trainer import GraphTrainer
from rasa.engine.validation import validate
from rasa.shared.data import TrainingType

from bot.nlu.importer import RouteMapImporter


def train(config: Path, domain: Path, nlu: Path, rules: Path, model: Path) -> None:
    """Writes `model`, a `.tar.gz`. Raises RasaException for data that cannot be trained on."""
    importer = RouteMapImporter(str(config), str(domain), [str(nlu), str(rules)])
    graph = DefaultV1Recipe().graph_config_for_recipe(importer.get_config(), {}, TrainingType.BOTH)
    validate(graph)
    model.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        trainer = GraphTrainer(LocalModelStorage(Path(folder)), _NoCache(), DaskGraphRunner)
        trainer.train(graph, importer, model, force_retraining=True)


class _NoCache(TrainingCache):
    def cache_output(self, fingerprint_key: str, output: Any, output_fingerprint: str, model_storage: Any) -> None:
        pass

    def get_cached_output_fingerprint(self, fingerprint_key: str) -> Optional[str]:
        return None

    def get_cached_result(self, output_fingerprint_key: str, node_name: str, model_storage: Any) -> None:
        return None
