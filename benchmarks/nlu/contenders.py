"""Who runs against whom: each contender trains on a folder of messages and answers a text with a ranking.

`python -m benchmarks.nlu.contenders train NAME FOLDER NLU [--epochs N]` and `... answer NAME FOLDER ROWS` run one contender in a
process of its own, so that its seconds and megabytes are its own; each writes what it measured to a JSON file in FOLDER.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import pickle
import resource
import statistics
import time
from pathlib import Path
from typing import Any, Awaitable, Callable, Iterator, Optional

import yaml

from bot.quiet import quiet
from bot.server.light import without_tensorflow
from bot.settings import ROOT

NAMES = {
    "wegwijzer": "this pipeline",
    "diet": "Rasa default (DIET)",
    "spacy": "Rasa with spaCy",
    "linear": "tf-idf + logistic regression",
}
_PIPELINES = Path(__file__).with_name("pipelines")
_MODEL = "model"

Parsed = dict[str, Any]
Answer = Callable[[str], Awaitable[Parsed]]


def config_of(name: str, folder: Path, epochs: Optional[int]) -> Path:
    """The contender's Rasa config; what depends on the machine is written to the folder."""
    if name == "wegwijzer":
        return ROOT / "config.yml"
    config = yaml.safe_load((_PIPELINES / f"{name}.yml").read_text(encoding="utf-8"))
    if name == "spacy":
        config["pipeline"] = _with_dutch(config["pipeline"], folder / "dutch")
    for part in config["pipeline"]:
        if epochs and "epochs" in part:
            part["epochs"] = epochs
    path = folder / "config.yml"
    path.write_text(yaml.safe_dump(config), encoding="utf-8")
    return path


def _with_dutch(pipeline: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """The pipeline with the project's spaCy object; Rasa refuses a SpacyFeaturizer where there is nothing to featurize."""
    from bot.nlu.dutch import load_dutch

    nlp = load_dutch().nlp
    nlp.to_disk(folder)
    pipeline[0]["model"] = str(folder)
    has_vectors = nlp("school")[0].vector.size > 0
    return [part for part in pipeline if has_vectors or part["name"] != "SpacyFeaturizer"]


def train(name: str, nlu: Path, folder: Path, epochs: Optional[int]) -> dict[str, Any]:
    """Seconds and megabytes, reading the messages included, importing Rasa not."""
    config = None if name == "linear" else config_of(name, folder, epochs)
    fit = _fitter(name, config) if config else _fit_linear
    begin, cpu = time.monotonic(), time.process_time()
    fit(nlu, folder)
    found = {"train_s": time.monotonic() - begin, "train_cpu_s": time.process_time() - cpu, "train_mb": peak_mb()}
    return {**found, "epochs": _epochs(config) if config else None}


def _fitter(name: str, config: Path) -> Callable[[Path, Path], None]:
    """Each as it is really trained: ours as `python -m bot train` does, the others as `rasa train nlu` does."""
    domain = ROOT / "domain.yml"
    if name == "wegwijzer":
        from bot.nlu.training import train as train_graph

        return lambda nlu, folder: train_graph(config, domain, nlu, ROOT / "data/rules", folder / f"{_MODEL}.tar.gz")
    from rasa.model_training import train_nlu

    return lambda nlu, folder: train_nlu(str(config), str(nlu), str(folder), fixed_model_name=_MODEL, domain=str(domain))


def _epochs(config: Path) -> Optional[int]:
    parts = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    return next((part["epochs"] for part in parts if "epochs" in part), None)


def _fit_linear(nlu: Path, folder: Path) -> None:
    """What one writes in scikit-learn in ten minutes."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    texts, intents = zip(*plain_messages(nlu), strict=True)
    features = make_union(TfidfVectorizer(ngram_range=(1, 2), min_df=2), TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2))
    model = make_pipeline(features, LogisticRegression(C=10, solver="saga", max_iter=20, random_state=2026)).fit(texts, intents)
    (folder / _MODEL).write_bytes(pickle.dumps(model))


def plain_messages(nlu: Path) -> Iterator[tuple[str, str]]:
    """Text and intent of each training message, read without Rasa."""
    for path in sorted(nlu.glob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            given = block.get("examples", []) if "intent" in block else []
            lines = given.splitlines() if isinstance(given, str) else [line for example in given for line in example["text"].splitlines()]
            yield from ((line.strip().removeprefix("- "), block["intent"]) for line in lines if line.strip())


def load(name: str, folder: Path) -> Answer:
    if name == "linear":
        return _linear(pickle.loads((folder / _MODEL).read_bytes()))  # noqa: S301  # written by this same run
    if name == "wegwijzer":
        without_tensorflow()  # as the bot's own server does
    from rasa.core.agent import Agent

    import bot.nlu.dutch  # noqa: F401  (registers its spaCy component)

    return Agent.load(str(folder / f"{_MODEL}.tar.gz")).parse_message  # type: ignore[no-any-return]


def _linear(model: Any) -> Answer:
    async def rank(text: str) -> Parsed:
        shares = model.predict_proba([text])[0]
        return {"intent_ranking": [{"name": model.classes_[n], "confidence": float(shares[n])} for n in shares.argsort()[::-1]]}

    return rank


async def answer(name: str, folder: Path, rows: list[dict[str, str]]) -> dict[str, Any]:
    """Every row's ranking and decision, milliseconds of processor a message, megabytes at the end."""
    parse, outcomes, times = load(name, folder), {}, []
    for row in rows[:20]:  # warm
        await parse(row["text"])
    for row in rows:
        begin = time.process_time()
        parsed = await parse(row["text"])
        times.append((time.process_time() - begin) * 1000)
        ranking = [item for item in parsed["intent_ranking"] if item["name"] != "nlu_fallback"]
        outcomes[row["id"]] = {"ranking": ranking, **(parsed.get("besluit") or {})}
    cuts = statistics.quantiles(times, n=20)
    return {"ms_median": cuts[9], "ms_p95": cuts[18], "answer_mb": peak_mb(), "outcomes": outcomes}


def peak_mb() -> float:
    """The most megabytes this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    training, answering = commands.add_parser("train"), commands.add_parser("answer")
    for command in (training, answering):
        command.add_argument("name", choices=NAMES)
        command.add_argument("folder", type=Path)
    training.add_argument("nlu", type=Path)
    training.add_argument("--epochs", type=int)
    answering.add_argument("rows", type=Path)
    args = parser.parse_args()
    quiet()
    if args.command == "train":
        found = train(args.name, args.nlu, args.folder, args.epochs)
    else:
        found = asyncio.run(answer(args.name, args.folder, json.loads(args.rows.read_text(encoding="utf-8"))))
    (args.folder / f"{args.command}.json").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
