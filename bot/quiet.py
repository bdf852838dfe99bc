"""Keeps Rasa's own output away from standard output, and its debug lines, which hold messages, away altogether."""

from __future__ import annotations

import logging
import sys
import warnings

import structlog


def quiet(level: int = logging.WARNING) -> None:
    """Call before anything of Rasa is imported. What is logged goes to standard error; Rasa itself never below INFO."""
    of_rasa = max(level, logging.INFO)
    warnings.filterwarnings("ignore")
    logging.basicConfig(level=level, stream=sys.stderr)
    logging.captureWarnings(True)  # Rasa turns deprecation warnings of its own libraries back on
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("rasa").setLevel(of_rasa)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(of_rasa), logger_factory=structlog.PrintLoggerFactory(sys.stderr)
    )
