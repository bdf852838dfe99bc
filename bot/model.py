"""The trained Rasa model: which one fits the present data and config, and how it is made."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sys
from pathlib import Path

import yaml

from bot.errors import UsageError
from bot.nlu.folders import folder
from bot.quiet import quiet
from bot.settings import MODELS, ROOT

NLU = ROOT / "data" / "nlu"
_TRAINED_ON = ("config.yml", "domain.yml", "requirements.lock", "data/nlu", "data/rules", "data/lexicon", "bot/nlu")


def check_yaml() -> None:
    """Raises UsageError for the first file of the bot that is not YAML."""
    files = [ROOT / name for name in ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml")]
    for name in ("nlu", "rules", "lexicon", "teksten"):
        files += sorted((ROOT / "data" / name).glob("*.yml"))
    for file in files:
        try:
            yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            mark = getattr(error, "problem_mark", None)
            where = f"{file.relative_to(ROOT)}:{mark.line + 1 if mark else 1}"
            problem = getattr(error, "problem", None) or error
            raise UsageError(f"{where}: this is not YAML: {problem}. Mend: check the indentation, colons and quotes there.") from None


def fingerprint() -> str:
    """Changes with everything that the model depends on; a new phone number in the route map is not among that."""
    digest = hashlib.sha256()
    for name in _TRAINED_ON:
        path = ROOT / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in {".yml", ".py", ".lock"}:
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    first_lines = {
        path.stem: (yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}).get("eerste_regel")
        for path in sorted((folder("routekaart") / "routes").glob("*.yml"))
    }
    digest.update(json.dumps(first_lines, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def model_path() -> Path:
    """Where the model for the present data stands, once it is trained."""
    return MODELS / f"wegwijzer-{fingerprint()}.tar.gz"


def check_model(path: Path, sha256: str = "") -> None:
    """Raises UsageError for a model that is missing, damaged, or another one than the hash says: `sha256`, or the one beside it."""
    try:
        found = _sha256(path)
    except OSError as error:
        raise UsageError(f"The model {path} cannot be read: {error.strerror}. Mend: run 'python -m bot train'.") from None
    beside = _hash_file(path)
    expected = sha256 or (beside.read_text(encoding="ascii").strip() if beside.exists() else found)
    if found != expected:
        raise UsageError(f"The model {path} is damaged or was exchanged: its hash differs. Mend: remove it and run 'python -m bot train'.")


def _hash_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def train() -> Path:
    """Trains a model unless one fits already, and removes those that no longer fit."""
    path = model_path()
    if path.exists():
        return path
    print("Training the language model: this takes a minute or two, once per change of the data.", file=sys.stderr, flush=True)
    build(NLU, path)
    _hash_file(path).write_text(_sha256(path) + "\n", encoding="ascii")
    for old in MODELS.glob("wegwijzer-*.tar.gz"):
        if old != path:
            old.unlink()
            _hash_file(old).unlink(missing_ok=True)
    return path


def build(nlu: Path, path: Path) -> None:
    """Trains with the messages in the folder `nlu`. Raises UsageError where the files do not allow it."""
    quiet()
    from rasa.shared.exceptions import RasaException

    from bot.nlu.training import train as train_graph  # imports TensorFlow: only when it is needed

    try:
        with contextlib.redirect_stdout(sys.stderr):
            train_graph(ROOT / "config.yml", ROOT / "domain.yml", nlu, ROOT / "data" / "rules", path)
    except RasaException as error:
        raise UsageError(f"Training failed: {error} Mend: correct what it names in config.yml, domain.yml or data/.") from None


def adopt(model: Path) -> Path:
    """Puts a model, trained with the present data, where the next start looks for it. The old one stays: a bot may be running with it."""
    path = model_path()
    part = path.with_name(f"{path.name}.part")
    shutil.copyfile(model, part)
    part.replace(path)
    _hash_file(path).write_text(_sha256(path) + "\n", encoding="ascii")
    return path
