"""The whole way of learning with real parts: asked, seen, corrected, agreed on, trained, compared, answered right.

The installation is a copy of the project with few training messages, so that training takes seconds.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, FrameLocator, expect

from tests.systeem.browser import visitor
from tests.systeem.installatie import environment, running, small_copy
from tests.systeem.test_coordinatoren import correct, make_people
from tests.systeem.test_venster import open_widget, say, talk

QUESTION = "De juf ziet dat een kleuter uit Kampen telkens zonder trommel en beker binnenkomt"
ZORGVRAAG, HEADING = "armoede", "Armoede en schulden"
MINUTES = 15 * 60


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_copy(tmp_path_factory.mktemp("leren"), one_in=60)


def ask(browser: Browser, address: str) -> str:
    """What the chat window shows after the question, once the bot has answered it."""
    with visitor(browser) as (page, _):
        frame: FrameLocator = open_widget(page, f"{address}/chat/voorbeeld")
        before = talk(frame).get_by_role("article").count()
        say(frame, QUESTION)
        expect(talk(frame).get_by_role("article")).not_to_have_count(before + 1, timeout=60_000)
        page.wait_for_timeout(1000)
        return talk(frame).inner_text()


def learn(root: Path, env: dict[str, str], *args: str) -> str:
    done = subprocess.run([sys.executable, "-m", "bot", "learn", *args], cwd=root, env=env, capture_output=True, text=True, timeout=MINUTES)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_what_a_teacher_asked_in_vain_is_answered_after_learning(root: Path, browser: Browser) -> None:
    env = environment(root)
    with running(root, env, root / "log", MINUTES) as address:
        assert HEADING not in ask(browser, address)
        correct(make_people(env, browser, root), QUESTION, "kleuters+trommels", ZORGVRAAG)
        models = sorted((root / "models").glob("wegwijzer-*.tar.gz"))

        compared = learn(root, env)
        assert "top1" in compared and "messages are better" in compared and "messages are worse" in compared
        assert "Nothing was changed" in compared
        assert not (root / "data/nlu/geleerd.yml").exists() and sorted((root / "models").glob("wegwijzer-*.tar.gz")) == models

        assert "data/nlu/geleerd.yml" in learn(root, env, "--accept")
    kept = yaml.safe_load((root / "data/nlu/geleerd.yml").read_text(encoding="utf-8"))["nlu"]
    assert kept == [{"intent": ZORGVRAAG, "examples": f"- {QUESTION}\n"}]
    with running(root, env, root / "log") as address:
        assert HEADING in ask(browser, address)
    assert "Training the language model" not in (root / "log").read_text(encoding="utf-8").split("is ready")[1], "the model was there"

    done = subprocess.run([sys.executable, "-m", "bot", "learn"], cwd=root, env=env, capture_output=True, text=True, timeout=MINUTES)
    assert (done.returncode, "There is nothing to learn" in done.stdout) == (1, True)
