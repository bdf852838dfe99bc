"""`python -m tests.fuzz.geleid`: the properties of test_lezers.py with inputs of atheris, which looks for new ways through our code.

Each gets so many seconds (WEGWIJZER_FUZZ_SECONDS, 300) in a process of its own, as atheris ends it. With a name it tries that one; options
of libFuzzer may follow. Ends with 1 where an input breaks a property; it stays in .wegwijzer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple

import atheris

with atheris.instrument_imports(include=["bot"]):
    from tests.fuzz import test_lezers as lezers

SECONDS = os.environ.get("WEGWIJZER_FUZZ_SECONDS", "300")


def text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass" if b"\xed" in data else "replace")


def lines(data: bytes) -> List[bytes]:
    return data.split(b"\n")


ANSWER = {"events": [{"event": "slot"}], "responses": [{"text": "a", "buttons": [{"title": "a", "payload": "/a"}]}]}
WORDS = "Mevr. Jansen (06-12345678) belt over Fatima uit groep 7\u200b, zie http://a.nl/?b=c"
TARGETS: Dict[str, Tuple[Callable[[bytes], Any], List[Any]]] = {
    "test_a_token_of_a_session": (text, [lezers.TOKEN]),
    "test_a_button": (text, [lezers.BUTTON]),
    "test_an_activity_of_teams": (json.loads, lezers.ACTIVITIES),
    "test_the_journal_of_a_process_that_ended": (lines, ['{"sender_id": "a", "type_name": "user", "timestamp": 1.0, "data": "{}"}']),
    "test_an_answer_of_the_action_server": (json.loads, [ANSWER]),
    "test_what_a_teacher_types": (text, [WORDS]),
    "test_a_log_line": (text, [WORDS]),
}
"""How bytes become an input of a property, and inputs to start from."""


def fuzz(name: str, options: List[str]) -> None:
    read, seeds = TARGETS[name]
    holds = getattr(lezers, name).hypothesis.inner_test

    def one(data: bytes) -> None:
        try:
            value = read(data)
        except (ValueError, RecursionError):
            return
        holds(value)

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds):
            (Path(folder) / str(number)).write_text(seed if isinstance(seed, str) else json.dumps(seed), encoding="utf-8")
        atheris.Setup([name, f"-max_total_time={SECONDS}", "-artifact_prefix=.wegwijzer/", *options, folder], one)
        atheris.Fuzz()


def main(arguments: List[str]) -> int:
    if arguments:
        fuzz(arguments[0], arguments[1:])
    broken = [name for name in TARGETS if subprocess.run([sys.executable, "-m", "tests.fuzz.geleid", name], check=False).returncode]
    print("Broken:", ", ".join(broken) or "none")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
