"""Each illness gets its line with a mend; a sound part is called sound."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Iterator

import pytest

from bot.model import model_path
from bot.ops import doctor
from bot.ops.doctor import GOOD, WARNING, WRONG, Finding, examine
from bot.processes import action_server, free_port
from bot.settings import Settings


def sick(tmp_path: Path, **changes: object) -> dict[str, Finding]:
    values: dict[str, object] = {
        "tracker_db": str(tmp_path / "gesprekken.sqlite3"),
        "journaal": str(tmp_path / "journaal"),
        "port": free_port(),
        "actions_port": free_port(),
        "secret": "x" * 40,
        "secret_given": True,
    }
    return {finding.part: finding for finding in examine(Settings(**{**values, **changes}), tmp_path)}  # type: ignore[arg-type]


def test_a_fresh_installation(tmp_path: Path) -> None:
    findings = sick(tmp_path)
    assert {part for part, finding in findings.items() if finding.level == WARNING} >= {"actions", "rasa", "retention"}
    assert all(findings[part].level == GOOD for part in ("python", "route map", "secret", "disk", "store", "journal"))
    assert all(finding.mend for finding in findings.values() if finding.level != GOOD)


def test_the_whole_report_fits_a_screen(tmp_path: Path) -> None:
    text = "\n".join(map(str, sick(tmp_path).values()))
    assert len(text.splitlines()) <= 24
    assert max(map(len, text.splitlines())) <= 100


SETTINGS = [
    ({"secret": "kort"}, "secret", WRONG, "openssl rand"),
    ({"secret_given": False}, "secret", WARNING, "WEGWIJZER_SECRET"),
    ({"routekaart": "/nergens"}, "route map", WRONG, "routekaart check"),
    ({"tracker_db": "postgresql://postgres@127.0.0.1:1/x"}, "store", WRONG, "start the database"),
    ({"redis_url": "redis://127.0.0.1:1/0"}, "redis", WRONG, "start Redis"),
]


@pytest.mark.parametrize(("changes", "part", "level", "mend"), SETTINGS, ids=[f"{row[1]} {row[2]}" for row in SETTINGS])
def test_a_setting_that_does_not_work(changes: dict[str, object], part: str, level: str, mend: str, tmp_path: Path) -> None:
    found = sick(tmp_path, **changes)[part]
    assert (found.level, mend in found.mend) == (level, True)


def test_a_store_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "gesprekken.sqlite3").write_text("geen database " * 100)
    assert sick(tmp_path)["store"].level == WRONG


def test_a_clock_that_was_ahead(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "gesprekken.sqlite3") as connection:
        connection.execute("CREATE TABLE events (sender_id TEXT, timestamp REAL)")
        connection.execute("INSERT INTO events VALUES ('een', ?)", (time.time() + 7200,))
    found = sick(tmp_path)
    assert found["store"].text == "1 conversations, 1 events"
    assert found["clock"].level == WRONG


def test_events_that_wait(tmp_path: Path) -> None:
    folder = Settings(journaal=str(tmp_path / "journaal"), tracker_db=str(tmp_path / "gesprekken.sqlite3")).journal_folder
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_text("{}\n{}\n")
    assert sick(tmp_path)["journal"].text == "2 events wait for the store"


def test_a_purge_that_stopped(tmp_path: Path) -> None:
    (tmp_path / "bewaartermijn.jsonl").write_text('{"tijd": "2020-01-01T00:00:00+00:00", "bewaar_dagen": 30}\n')
    assert sick(tmp_path)["retention"].level == WRONG


def test_a_model_that_was_exchanged(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sick(tmp_path)["model"].level == GOOD
    found = sick(tmp_path, model_sha256="0" * 64)["model"]
    assert (found.level, "python -m bot train" in found.mend) == (WRONG, True)
    monkeypatch.setattr(doctor, "model_path", lambda: model_path().with_name("weg.tar.gz"))
    assert sick(tmp_path)["model"].level == WRONG


@pytest.fixture(scope="module")
def actions_port() -> Iterator[int]:
    with action_server(Settings(secret="x" * 40)) as url:
        yield int(url.split(":")[2].split("/")[0])


def test_an_action_server_with_the_same_and_with_another_secret(actions_port: int, tmp_path: Path) -> None:
    assert sick(tmp_path, actions_port=actions_port)["actions"].level == GOOD
    found = sick(tmp_path, actions_port=actions_port, secret="y" * 40)["actions"]
    assert (found.level, found.text) == (WRONG, "another secret")


def test_a_check_that_breaks_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "load", lambda folder: 1 / 0)
    found = sick(tmp_path)
    assert found["doctor"].text.startswith("a check ended in ZeroDivisionError")
    assert found["disk"].level == GOOD
