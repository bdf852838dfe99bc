"""Reads the training data, and adds to the domain what the route map already says."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Optional, Union

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import YamlException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.lexicon import read_all

FIRST_LINE = "utter_eerste_regel_"


class Messages(TrainingData):
    def fingerprint(self) -> str:
        """Serves Rasa's cache, which we do not use (training.py), and would read every feature of every message a dozen times."""
        return "not cached"


class RouteMapImporter(RasaFileImporter):
    """Rasa's file importer plus one response a route with a first line.

    The lines that help in danger become responses of the model itself, so they are there when the action server is not. Messages stand
    in folders named `nlu` and are read once, by libyaml: Rasa reads each file several times in pure Python, which took a minute. So is
    the domain.
    """

    _nlu_data: Optional[Messages] = None
    _domain: Optional[Domain] = None

    def __init__(
        self,
        config_file: Optional[str] = None,
        domain_path: Optional[str] = None,
        training_data_paths: Optional[Union[List[str], str]] = None,
    ) -> None:
        paths = [training_data_paths] if isinstance(training_data_paths, str) else list(training_data_paths or [])
        nlu = [path for path in paths if Path(path).name == "nlu"]
        super().__init__(config_file, domain_path, [path for path in paths if path not in nlu])
        self._nlu_files += [str(file) for path in nlu for file in sorted(Path(path).glob("*.yml"))]

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        if self._nlu_data is None:
            reader = _Reader()
            for file in self._nlu_files:
                reader.add(Path(file))
            self._nlu_data = Messages(reader.training_examples)
        return self._nlu_data

    def get_domain(self) -> Domain:
        if self._domain is None:
            responses: dict[str, Any] = {
                FIRST_LINE + route["zorgvraag"]: [{"text": route["eerste_regel"]["tekst"]}]
                for route in read_all("routekaart", "routes")
                if route.get("eerste_regel")
            }
            self._domain = super().get_domain().merge(Domain.from_dict({"responses": responses}))
        return self._domain


class _Reader(RasaYAMLReader):
    """Rasa's reader of messages, for many files. Raises YamlException, which names the file."""

    def add(self, file: Path) -> None:
        self.filename = str(file)
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        if not isinstance(content, dict) or not isinstance(content.get("nlu"), list) or set(content) - {"version", "nlu"}:
            raise YamlException(f"{file}: a file of messages has a version and a list named nlu, and nothing else.")
        for block in content["nlu"]:
            if not isinstance(block, dict) or not (block.keys() <= {"intent", "examples", "metadata"}) or not block.get("examples"):
                raise YamlException(f"{file}: each block has an intent and examples. This one has not: {str(block)[:80]}")
        self._parse_nlu(content["nlu"])
