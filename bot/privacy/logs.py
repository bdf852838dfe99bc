"""A guard on everything that is logged: personal data in a message, its values or an exception is hidden before any handler sees it."""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, Callable, MutableMapping

import simplemma
import structlog

from bot.privacy.redactor import Found, Redactor

_CODE = re.compile(r"\S*[a-z][A-Z]\S*|\S*\w[._/:\\]\w\S*|\w+Error|\w+Exception|[A-Z]{2,}|\w*\d\w*")
"""Names of classes, modules and files, which no teacher types."""
_OWN_SERVER = re.compile(r"https?://(?:127\.0\.0\.1|localhost)(?::\d+)?(?:/[a-z_]+)*/?")
"""Such as that of the action server."""
_RASA = "Rasa"
_OURS = ("bot.", "actions.")
"""Loggers whose messages are constants (tests/test_layers.py sees to that): what a teacher typed can only be in a value."""
_LONGEST, _EDGE = 4000, 200
"""Of a longer line only the beginning is written, without its last words: a name may have been cut there."""


class LogGuard:
    """Redacts log texts. English words and code stay, so that an administrator can read what went wrong."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._given = redactor.given_names
        self._inside = threading.local()  # what the redactor itself logs while it reads a line is not read again

    def __call__(self, text: str) -> str:
        start = text[: _LONGEST + _EDGE]
        hidden = self._redactor.hide(start, [span for span in self._redactor.find(start) if self._is_personal(start, span)]).text
        return hidden if len(text) == len(start) else f"{hidden[:-_EDGE]} … ({len(text)} characters)"

    def _is_personal(self, text: str, span: Found) -> bool:
        if span.soort == "URL":
            return not _OWN_SERVER.fullmatch(text[span.start : span.end])
        return span.soort != "NAAM" or self._is_name(text, span)

    def _is_name(self, text: str, span: Found) -> bool:
        """Looks at the whole words in which the find stands: "rasa" of "rasa.core" is no name."""
        start, end = span.start, span.end
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        return any(not self._is_technical(word) for word in text[start:end].split())

    def _is_technical(self, word: str) -> bool:
        plain = word.strip(".,:;()'\"")
        if plain.lower() in self._given:
            return plain == _RASA
        return (
            plain in (_RASA, "Sanic")
            or bool(_CODE.fullmatch(word))
            or all(simplemma.is_known(part, lang="en", low_memory=True) for part in plain.split("-") if part)
        )

    def install(self) -> None:
        """From here on every log record of this process, of the standard library and of structlog, and every crash is redacted."""
        simplemma.is_known("word", lang="en", low_memory=True)  # reads its list of words now, not in the middle of the first fault
        logging.setLogRecordFactory(self._records(logging.getLogRecordFactory()))
        processors = [*structlog.get_config()["processors"]]
        structlog.configure(processors=[*processors[:-1], self._event, processors[-1]])
        sys.excepthook = self._crash
        threading.excepthook = lambda crash: self._crash(crash.exc_type, crash.exc_value or crash.exc_type(), crash.exc_traceback)

    def _crash(self, kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        if not issubclass(kind, (KeyboardInterrupt, SystemExit)):
            print(self._exception(error), file=sys.stderr, flush=True)

    def _records(self, make: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
        def guarded(*args: Any, **kwargs: Any) -> logging.LogRecord:
            record = make(*args, **kwargs)
            if _holds_numbers_only(record):
                return record
            if getattr(self._inside, "busy", False):
                record.msg, record.args, record.exc_info = "A line of the redactor was left out", (), None
                return record
            self._inside.busy = True
            try:
                record.msg, record.args = self(record.getMessage()), ()
                if record.exc_info and record.exc_info[1]:
                    record.exc_text, record.exc_info = self._exception(record.exc_info[1]), None
            except Exception as error:  # a log line that cannot be checked is not written
                record.msg, record.args, record.exc_info = f"A log line was left out: {type(error).__name__}", (), None
            finally:
                self._inside.busy = False
            return record

        return guarded

    def _event(self, logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: self(value if isinstance(value, str) else repr(value)) for key, value in event.items()}

    def _exception(self, error: BaseException) -> str:
        """Where it happened and what kind it was; of its words only what is left after redaction."""
        frames = "".join(
            f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}\n' for frame in traceback.extract_tb(error.__traceback__)
        )
        return f"{frames}{type(error).__name__}: {self(str(error))}"


def _holds_numbers_only(record: logging.LogRecord) -> bool:
    """One of our own sentences: to look through it takes as long as to understand a message, and there is one a turn."""
    numbers = isinstance(record.args, tuple) and bool(record.args) and all(isinstance(value, (int, float)) for value in record.args)
    return numbers and record.name.startswith(_OURS) and not record.exc_info
