"""Nothing personal gets into a log, and an administrator can still read it."""

from __future__ import annotations

import io
import logging
import sys
import threading
from typing import Iterator

import pytest
import structlog

from bot.privacy.logs import LogGuard
from bot.privacy.redactor import default_redactor


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a handler writes while the guard is installed."""
    factory, config = logging.getLogRecordFactory(), structlog.get_config()
    hooks = sys.excepthook, threading.excepthook
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(stream))
    LogGuard(default_redactor()).install()
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(level)
    logging.setLogRecordFactory(factory)
    structlog.configure(**config)
    sys.excepthook, threading.excepthook = hooks


def test_a_message_its_values_and_its_exception_are_redacted(log: io.StringIO) -> None:
    logger = logging.getLogger("privacy-test")
    logger.info("bericht: Sjoerdtje belde 06-11112222")
    logger.warning("bericht %s", "mail naar jaap@school.example")
    try:
        raise ValueError("moeder van Fatoumata Diallo, bsn 999990019")
    except ValueError:
        logger.exception("A turn failed")
    for canary in ("Sjoerdtje", "11112222", "jaap@", "Fatoumata", "Diallo", "999990019"):
        assert canary not in log.getvalue()
    assert "A turn failed" in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert "test_logs.py" in log.getvalue()


def test_our_own_sentence_with_numbers_needs_no_look(log: io.StringIO) -> None:
    logging.getLogger("bot.ergens").warning("A turn of %d bytes was answered in %.3f seconds", 612345678, 0.5)
    assert "612345678 bytes was answered in 0.500 seconds" in log.getvalue()


@pytest.mark.parametrize("name", ["bot.ergens", "actions.advies"])
def test_a_word_in_our_own_sentence_is_looked_at(name: str, log: io.StringIO) -> None:
    logging.getLogger(name).warning("%d keer gebeld met %s", 3, "Sjoerdtje de Vries")
    try:
        raise ValueError("Sjoerdtje")
    except ValueError:
        logging.getLogger(name).exception("Failed %d times", 3)
    assert "Failed 3 times" in log.getvalue()
    assert "Sjoerdtje" not in log.getvalue()


def test_a_sentence_of_ours_without_a_value_is_looked_at(log: io.StringIO) -> None:
    logging.getLogger("bot.ergens").warning("Sjoerdtje de Vries belde")
    assert "Sjoerdtje" not in log.getvalue()


def test_numbers_of_others_are_looked_at(log: io.StringIO) -> None:
    logging.getLogger("rasa.core").warning("Sjoerdtje de Vries belde %d keer", 3)
    assert "Sjoerdtje" not in log.getvalue()


def test_structlog_is_guarded_too(log: io.StringIO) -> None:
    structlog.get_logger().warning("rasa.core.processor", text="Sjoerdtje woont Iepenlaan 4")
    assert "Sjoerdtje" not in log.getvalue()
    assert "Iepenlaan" not in log.getvalue()
    assert "rasa.core.processor" in log.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "A turn failed: ClientConnectorError",
        "Failed to run custom action action_advies on http://127.0.0.1:5055/webhook",
        "The database is locked",
        "Starting worker [123]",
    ],
)
def test_what_an_administrator_needs_stays(line: str) -> None:
    assert LogGuard(default_redactor())(line) == line


def test_a_line_that_cannot_be_checked_is_left_out(log: io.StringIO) -> None:
    logging.getLogger("privacy-test").warning("bericht %s %s", "Sjoerdtje")
    assert "Sjoerdtje" not in log.getvalue()
    assert "left out" in log.getvalue()


def test_what_the_redactor_itself_logs_is_not_read_again(log: io.StringIO) -> None:
    """Presidio's own debug lines once sent the guard round in circles."""
    presidio = logging.getLogger("presidio-analyzer")
    presidio.setLevel(logging.DEBUG)
    try:
        logging.getLogger("privacy-test").debug("Sjoerdtje belde 06-11112222")
    finally:
        presidio.setLevel(logging.NOTSET)
    assert log.getvalue() == "[naam] belde [telefoon]\n"


@pytest.mark.parametrize("in_thread", [False, True])
def test_a_crash_names_its_place_and_nobody(log: io.StringIO, capsys: pytest.CaptureFixture[str], in_thread: bool) -> None:
    def crash() -> None:
        raise RuntimeError("de moeder van Fatoumata Diallo belde 06-11112222")

    if in_thread:
        thread = threading.Thread(target=crash)
        thread.start()
        thread.join()
    else:
        try:
            crash()
        except RuntimeError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    written = capsys.readouterr().err
    assert "test_logs.py" in written and "RuntimeError" in written
    assert "Fatoumata" not in written and "11112222" not in written
