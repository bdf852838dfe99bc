"""A process without TensorFlow: it answers as before, and whoever needs TensorFlow is told so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)


LOAD = """
import asyncio, os, sys
from bot.settings import Settings
os.environ.update(Settings.from_env().for_children())
if {light}:
    from bot.server.light import without_tensorflow
    without_tensorflow()
from bot.terminal import load_agent
from pathlib import Path
agent = load_agent(Path({model!r}), None)
parsed = asyncio.run(agent.parse_message("hij spijbelt steeds en wordt ook gepest"))
print([(item["name"], round(item["confidence"], 6)) for item in parsed["intent_ranking"][:5]], parsed["besluit"])
print("tensorflow.python" in sys.modules)
"""


def test_it_reads_messages_as_before(model: Path) -> None:
    light, heavy = (run(LOAD.format(light=light, model=str(model))) for light in (True, False))
    assert light.returncode == 0, light.stderr[-2000:]
    assert light.stdout.splitlines()[-1] == "False"
    assert heavy.stdout.splitlines()[-1] == "True"
    assert light.stdout.splitlines()[-2] == heavy.stdout.splitlines()[-2]


def test_who_needs_tensorflow_is_told_so() -> None:
    done = run("from bot.server.light import without_tensorflow; without_tensorflow(); import tensorflow as tf; tf.constant(1)")
    assert "LeftOut: tensorflow.constant was used" in done.stderr
    assert "Mend: " in done.stderr


@pytest.mark.parametrize("use", ["import boto3; boto3.client('s3')", "from rasa.core.channels.slack import SlackBot; SlackBot('a')"])
def test_who_needs_another_one_is_told_so_too(use: str) -> None:
    done = run(f"from bot.server.light import without_tensorflow; without_tensorflow(); {use}")
    assert "LeftOut: " in done.stderr and "Mend: " in done.stderr


def test_a_class_of_tensorflow_may_be_named_but_not_used() -> None:
    done = run(
        "from bot.server.light import without_tensorflow; without_tensorflow()\n"
        "from tensorflow.keras.callbacks import Callback\n"
        "class Logger(Callback): pass\n"
        "print(Logger.__mro__ == (Logger, object))\n"
        "import tensorflow as tf; tf.keras.Model()"
    )
    assert done.stdout == "True\n"
    assert "tensorflow.keras.Model was used" in done.stderr


def test_too_late_is_refused() -> None:
    done = run("import tensorflow; from bot.server.light import without_tensorflow; without_tensorflow()")
    assert "TensorFlow is imported already" in done.stderr


def test_spacy_sees_none() -> None:
    done = run("from bot.server.light import without_tensorflow; without_tensorflow(); import thinc.compat as c; print(c.has_tensorflow)")
    assert done.stdout == "False\n", done.stderr[-2000:]


REDACT = """
if {light}:
    from bot.server.light import without_spacy
    without_spacy()
import sys
from bot.privacy.redactor import default_redactor
for text in ("Jan de Vries belt 0612345678", "mail els@school.nl over Sjoerd, bsn 111222333", "geen naam"):
    print(default_redactor()(text))
print("spacy" in sys.modules)
"""


def test_without_spacy_the_same_is_hidden() -> None:
    light, heavy = (run(REDACT.format(light=light)).stdout.splitlines() for light in (True, False))
    assert light[:-1] == heavy[:-1] and len(light) == 4
    assert (light[-1], heavy[-1]) == ("False", "True")
