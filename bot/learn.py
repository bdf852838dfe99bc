"""`python -m bot learn`: a model with what coordinators agreed on, compared with the present one before anybody uses it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Any, Callable, Mapping, Optional, Sequence

import yaml

from bot.errors import UsageError
from bot.model import NLU, adopt, build
from bot.settings import ROOT

KEPT = NLU / "geleerd.yml"
"""Where accepted messages are kept; a file like the others, for git."""

Line = dict[str, Any]
Say = Callable[[str], None]


def learn(present: Path, file: Optional[Path], accept: bool, out: Say, progress: Say) -> bool:
    """Prints what got better and what got worse. True unless there is nothing to learn; with `accept` it keeps messages and model."""
    if not (ROOT / "benchmarks").is_dir():
        raise UsageError(
            "There are no validation messages here, as in a container. "
            "Mend: download the messages on the site, and run 'learn --in FILE' in the project's own folder."
        )
    wanted = _checked(file.read_text(encoding="utf-8") if file else _from_site())
    count = sum(len(block["examples"].strip().splitlines()) for block in wanted)
    if not count:
        out("There is nothing to learn: no candidate was agreed on that is not kept yet.")
        return False
    progress(f"Training with {count} more messages; the present model stays as it is.")
    with tempfile.TemporaryDirectory() as name:
        new = _train(Path(name), wanted)
        rows, before, after, scores = asyncio.run(_compare(present, new, progress))
        for line in report(rows, before, after, scores):
            out(line)
        if not accept:
            out("\nNothing was changed. To keep the messages and the model: python -m bot learn --accept")
            return True
        from bot.privacy.redactor import Redactor

        KEPT.write_text(_together(wanted), encoding="utf-8")
        Redactor()  # the model of names learns from the messages too; the next start need not make it
        out(f"\nThe messages are in {KEPT.relative_to(ROOT)}, the model is {adopt(new).relative_to(ROOT)}. Start the bot anew to use it.")
    return True


def report(rows: Sequence[Line], before: Mapping[str, Line], after: Mapping[str, Line], scores: Sequence[Any]) -> list[str]:
    """Figures side by side, then every message whose outcome changed."""
    old, new = scores
    lines = [f"{'figure':36} {'present':>8} {'new':>8}"]
    lines += [f"{name:36} {old[name][0]:8.3f} {new[name][0]:8.3f}   n={old[name][1]}" for name in old]
    changed: dict[str, list[str]] = {"better": [], "worse": [], "less safe": []}
    for row in rows:
        was, now = _right(row, before[row["id"]]), _right(row, after[row["id"]])
        kind = (
            "less safe"
            if before[row["id"]]["safety"] > after[row["id"]]["safety"]
            else "better"
            if now > was
            else "worse"
            if now < was
            else ""
        )
        if kind:
            tops = f"{_top(before[row['id']])} -> {_top(after[row['id']])}, wanted {row['zorgvraag']}"
            changed[kind].append(f"  {row['text']}  ({tops})")
    for kind, found in changed.items():
        lines += ["", f"{len(found)} messages are {kind}", *found]
    return lines


def _right(row: Line, outcome: Line) -> bool:
    return _top(outcome) == str(row["zorgvraag"])


def _top(outcome: Line) -> str:
    return str(outcome["ranking"][0]["name"]) if outcome["ranking"] else ""


async def _compare(present: Path, new: Path, progress: Say) -> Any:
    from benchmarks.nlu.validation import messages, score
    from bot.terminal import classify

    rows = messages()
    before: dict[str, Line] = {}
    after: dict[str, Line] = {}
    for name, model, found in (("present", present, before), ("new", new, after)):
        progress(f"Asking the {name} model {len(rows)} validation messages.")
        await classify(model, rows, lambda row, found=found: found.update({row["id"]: row}), progress)  # type: ignore[misc]
    return rows, before, after, [score(rows, found) for found in (before, after)]


def _train(folder: Path, wanted: list[Line]) -> Path:
    """A model as the next start would train it, if the messages were kept."""
    nlu = folder / NLU.name
    shutil.copytree(NLU, nlu)
    (nlu / KEPT.name).write_text(_together(wanted), encoding="utf-8")
    model = folder / "nieuw.tar.gz"
    build(nlu, model)
    return model


def _from_site() -> str:
    from bot.review.server import migrate

    migrate()
    from bot.review.kandidaten import export

    return export()


def _checked(text: str) -> list[Line]:
    """The blocks of an export, without what is kept already. Raises UsageError for what Rasa could not read or does not know."""
    try:
        blocks = (yaml.safe_load(text) or {"nlu": []})["nlu"]
        found = {str(block["intent"]): [line[2:] for line in block["examples"].splitlines() if line.startswith("- ")] for block in blocks}
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"This is not an export of the site: {error}. Mend: download it again.") from None
    known = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    for intent in found:
        if intent not in known:
            raise UsageError(f"The export names the intent {intent!r}, which domain.yml does not have. Mend: choose another concern there.")
    kept = _kept()
    blocks = []
    for intent, texts in found.items():
        new = [text for text in texts if text not in kept.get(intent, [])]
        if new:
            blocks.append({"intent": intent, "examples": "".join(f"- {text}\n" for text in new)})
    return blocks


def _kept() -> dict[str, list[str]]:
    blocks = yaml.safe_load(KEPT.read_text(encoding="utf-8"))["nlu"] if KEPT.exists() else []
    return {block["intent"]: [line[2:] for line in block["examples"].splitlines()] for block in blocks}


def _together(wanted: list[Line]) -> str:
    """The file of what is kept and what is wanted."""
    kept = _kept()
    for block in wanted:
        kept.setdefault(block["intent"], []).extend(line[2:] for line in block["examples"].splitlines())
    return _yaml([{"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)} for intent, texts in kept.items()])


def _yaml(blocks: list[Line]) -> str:
    return "\n".join(
        ['version: "3.1"', "nlu:", *(f"  - intent: {b['intent']}\n    examples: |\n{_indented(b['examples'])}" for b in blocks), ""]
    )


def _indented(examples: str) -> str:
    return "\n".join(f"      {line}" for line in examples.strip().splitlines())
