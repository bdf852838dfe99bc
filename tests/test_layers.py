"""The rooms of the house: who imports whom, who reads the environment, and that nothing happens at import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Iterator

import pytest

from bot.settings import ROOT

FILES = sorted(path for room in ("bot", "actions") for path in (ROOT / room).rglob("*.py"))

ROOMS = [
    # folder, what of the project it may import
    ("bot/routekaart", ("bot.routekaart",)),
    ("bot/privacy", ("bot.privacy",)),
    ("bot/nlu", ("bot.nlu",)),
    ("actions", ("actions", "bot.routekaart", "bot.settings")),
    ("bot/channels", ("bot.channels", "bot.fast_json", "bot.routekaart", "bot.privacy", "bot.settings", "bot.teksten")),
    ("bot/review", ("bot.review", "bot.routekaart", "bot.privacy", "bot.errors", "bot.settings", "bot.teksten")),
    ("bot/server", ("bot.server", "bot.errors", "bot.fast_json", "bot.settings")),
    ("bot/ops", ("bot.ops", "bot.errors", "bot.model", "bot.privacy", "bot.routekaart", "bot.settings")),
    ("bot/settings.py", ("bot.errors",)),
]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module of the project that a file imports, also inside functions."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) + "." if node.level else ""
            names = [f"{base}{node.module or ''}.{alias.name}".replace("..", ".") for alias in node.names]
        yield from (name for name in names if name.split(".")[0] in ("bot", "actions"))


def allowed(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


@pytest.mark.parametrize(("room", "may_import"), ROOMS, ids=[row[0] for row in ROOMS])
def test_a_room_imports_only_what_it_may(room: str, may_import: tuple[str, ...]) -> None:
    files = [path for path in FILES if name_of(path) == room or name_of(path).startswith(room + "/")]
    if not files:
        pytest.skip(f"{room} is not built yet")
    wrong = [f"{name_of(path)}: {name}" for path in files for name in imports(path) if not allowed(name, may_import)]
    assert wrong == []


def test_the_search_for_imports_finds_them() -> None:
    assert "bot.routekaart.load" in set(imports(ROOT / "actions/kaart.py"))
    assert any(name.startswith("bot.nlu.") for name in imports(ROOT / "bot/nlu/safety.py"))


def test_nobody_imports_the_command_line() -> None:
    assert [name_of(path) for path in FILES if any(allowed(name, ("bot.__main__",)) for name in imports(path))] == []


def reads_environment(path: Path) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb", "putenv"))
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and {"environ", "getenv"} & {alias.name for alias in node.names})
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )


def unfixed_log_lines(source: str) -> list[int]:
    """Lines where a logger gets another message than a literal: the guard of the logs trusts our messages, not their values."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    log = [call for call in calls if isinstance(call.func.value, ast.Name) and call.func.value.id == "logger"]  # type: ignore[attr-defined]
    return [call.lineno for call in log if not (call.args and isinstance(call.args[0], ast.Constant))]


def test_what_is_logged_is_a_literal_with_values() -> None:
    files = [path for room in ("bot", "actions") for path in (ROOT / room).rglob("*.py")]
    assert {str(path.relative_to(ROOT)): found for path in files if (found := unfixed_log_lines(path.read_text(encoding="utf-8")))} == {}
    assert sum("logger." in path.read_text(encoding="utf-8") for path in files) > 5


@pytest.mark.parametrize(
    "line", ["logger.info(text)", 'logger.error(f"{text} %d", 3)', 'logger.info("a" + text)', "logger.warning(str(error))"]
)
def test_the_search_for_log_lines_finds_them(line: str) -> None:
    assert unfixed_log_lines(line) == [1]


def test_only_the_settings_and_the_command_line_touch_the_environment() -> None:
    assert {name_of(path) for path in FILES if reads_environment(path)} == {"bot/settings.py", "bot/__main__.py"}


_IMPORT_ALL = """
import importlib, pathlib, sys
root = pathlib.Path.cwd()
def hook(event, args):
    if event == "socket.connect":
        raise RuntimeError(f"network: {args}")
    if event == "subprocess.Popen":
        raise RuntimeError(f"process: {args[:2]}")
    if event == "open" and isinstance(args[0], str):
        path = pathlib.Path(args[0])
        if path.is_relative_to(root / "data") or path.is_relative_to(root / "models") or path.is_relative_to(root / ".wegwijzer"):
            raise RuntimeError(f"read: {path}")
sys.path.insert(0, str(root))
for heavy in ("rasa.shared.nlu.training_data.message", "rasa.engine.recipes.default_recipe", "rasa.core.agent", "rasa_sdk", "spacy"):
    importlib.import_module(heavy)
sys.addaudithook(hook)
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def test_nothing_happens_at_import() -> None:
    """Importing every module opens no file of the project's data, no connection and no process."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in FILES
        if not path.is_relative_to(ROOT / "bot/review")
    ]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _IMPORT_ALL, *modules], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
