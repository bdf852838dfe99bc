"""Stock Rasa as `rasa init` sets it up: default pipeline and policies, REST channel, a fixed response an intent, SQLite."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT

EPOCHS = 100
"""Of Rasa's default."""


def write_project(folder: Path, every: int, epochs: int) -> None:
    """The bot's own messages, each `every`th of an intent. `epochs` of DIET change how well it answers, not how fast."""
    nlu = {intent: texts[::every] for intent, texts in _messages().items()}
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
    """What Rasa 3.6 takes where a config names no pipeline and no policies; with few epochs it must not fall back all the time."""
    neural = {"epochs": EPOCHS, "constrain_similarities": True}
    threshold, ambiguity = (0.3, 0.1) if epochs == EPOCHS else (0.0, 0.0)
    return {
        "pipeline": [
            *(
                {"name": name}
                for name in ("WhitespaceTokenizer", "RegexFeaturizer", "LexicalSyntacticFeaturizer", "CountVectorsFeaturizer")
            ),
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", **neural, "epochs": epochs},
            {"name": "EntitySynonymMapper"},
            {"name": "ResponseSelector", **neural},
            {"name": "FallbackClassifier", "threshold": threshold, "ambiguity_threshold": ambiguity},
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": EPOCHS},
            {"name": "TEDPolicy", "max_history": 5, **neural},
        ],
    }


def _messages() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data/nlu").glob("*.yml")):
        for item in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            if "intent" not in item:
                continue
            given = item["examples"]
            texts = given.splitlines() if isinstance(given, str) else [entry["text"] for entry in given]
            clean = [text.strip().removeprefix("- ").strip() for text in texts]
            found.setdefault(item["intent"], []).extend(text for text in clean if text and "[" not in text)
    return found


def train(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "rasa", "train", "--quiet"], cwd=folder, check=True)


def command(port: int) -> list[str]:
    return [sys.executable, "-m", "rasa", "run", "--port", str(port), "--interface", "127.0.0.1"]
