"""A server on several cores: processes that share what was loaded before; one that ends is begun anew."""

from __future__ import annotations

import logging
import multiprocessing
import multiprocessing.connection
import multiprocessing.process
import os
import signal
import threading
import time
from typing import Any, Callable, Dict

logger = logging.getLogger(__name__)

Work = Callable[[int], None]
_AGAIN_SECONDS = 1.0
"""A process that ends at once does not keep the machine busy with beginning it."""
_LOOK_SECONDS = 1.0


def run(work: Work, count: int) -> None:
    """Runs `work(0)` to `work(count - 1)`, each in a process of its own, until this one is told to stop. A single one runs in this one."""
    if count == 1:
        return work(0)
    running: Dict[int, multiprocessing.process.BaseProcess] = {}
    stopping = threading.Event()

    def stop(*_: Any) -> None:
        stopping.set()
        for process in list(running.values()):
            process.terminate()

    before = [(number, signal.signal(number, stop)) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        for number in range(count):
            running[number] = _begin(work, number)
        while running:
            ended = multiprocessing.connection.wait([process.sentinel for process in running.values()])
            for number in [number for number, process in running.items() if process.sentinel in ended]:
                process = running.pop(number)
                process.join()
                if not stopping.is_set():
                    logger.error("Process %d of the server ended with %s and is begun anew", number, process.exitcode)
                    stopping.wait(_AGAIN_SECONDS)
                if not stopping.is_set():
                    running[number] = _begin(work, number)
    finally:
        stop()
        for number, handler in before:
            signal.signal(number, handler)


def _begin(work: Work, number: int) -> multiprocessing.process.BaseProcess:
    process = multiprocessing.get_context("fork").Process(target=_in_process, args=(work, number, os.getpid()))
    process.start()
    return process


def _in_process(work: Work, number: int, parent: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    work(number)


def _end_with(parent: int) -> None:
    """So that no process keeps the port when the one that began it was killed."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
