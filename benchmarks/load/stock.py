"""Stock Rasa as `rasa init` sets it up: default pipeline and policies, REST channel, a fixed response an intent, SQLite."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT


def write_project(folder: Path, examples: int, epochs: int) -> None:
    """The bot's own messages, the first `examples` of each intent. `epochs` changes how well it answers, not how fast."""
    nlu = _messages(examples)
    intents = sorted(nlu)
    domain = {
        "version": "3.1",
        "intents": intents,
        "responses": {f"utter_{intent}": [{"text": f"Dit gaat over {intent}."}] for intent in intents},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }
    stories = [{"story": intent, "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]} for intent in intents]
    files: dict[str, Any] = {
        "config.yml": {"recipe": "default.v1", "assistant_id": "stock", "language": "nl", **_default(epochs)},
        "domain.yml": domain,
        "data/stories.yml": {"version": "3.1", "stories": stories},
        "data/nlu.yml": {"version": "3.1", "nlu": [{"intent": i, "examples": "".join(f"- {text}\n" for text in nlu[i])} for i in intents]},
        "credentials.yml": {"rest": None},
        "endpoints.yml": {"tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(folder / "gesprekken.db")}},
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def _default(epochs: int) -> dict[str, Any]:
    """What Rasa 3.6 takes where a config names no pipeline and no policies."""
    neural = {"epochs": epochs, "constrain_similarities": True}
    return {
        "pipeline": [
            *(
                {"name": name}
                for name in ("WhitespaceTokenizer", "RegexFeaturizer", "LexicalSyntacticFeaturizer", "CountVectorsFeaturizer")
            ),
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", **neural},
            {"name": "EntitySynonymMapper"},
            {"name": "ResponseSelector", **neural},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": epochs},
            {"name": "TEDPolicy", "max_history": 5, **neural},
        ],
    }


def _messages(examples: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data/nlu").glob("*.yml")):
        for item in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            if "intent" not in item:
                continue
            given = item["examples"]
            texts = given.splitlines() if isinstance(given, str) else [entry["text"] for entry in given]
            clean = [text.strip().removeprefix("- ").strip() for text in texts]
            found.setdefault(item["intent"], []).extend(text for text in clean if text and "[" not in text)
    return {intent: texts[:examples] for intent, texts in found.items()}


def train(folder: Path) -> float:
    """Seconds that `rasa train` takes; 0 where a model is there already."""
    if list((folder / "models").glob("*.tar.gz")):
        return 0.0
    begin = time.monotonic()
    subprocess.run([sys.executable, "-m", "rasa", "train", "--quiet"], cwd=folder, check=True)
    return time.monotonic() - begin


def command(port: int) -> list[str]:
    return [sys.executable, "-m", "rasa", "run", "--port", str(port), "--interface", "127.0.0.1"]
