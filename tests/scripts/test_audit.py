"""The audit of the dependencies: the real pip-audit, asking a database of weaknesses on this machine."""

from __future__ import annotations

import http.server
import json
import subprocess
import threading
from typing import Iterator

import pytest

from bot.settings import ROOT

MENDED = {"segno": "99.0", "sqlalchemy": "2.0.40"}
"""Packages with an invented weakness, and the version without it: Rasa allows no SQLAlchemy from 1.5 on."""


class Database(http.server.BaseHTTPRequestHandler):
    """Speaks as osv.dev does."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name, version = asked["package"]["name"], asked["version"]
        events = [{"introduced": "0"}, {"fixed": MENDED.get(name)}]
        affected = {
            "package": {"name": name, "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": events}],
            "versions": [version],
        }
        weakness = {"id": f"X-{name}", "summary": "-", "details": "-", "modified": "2026-01-01T00:00:00Z", "affected": [affected]}
        body = json.dumps({"vulns": [weakness]} if name in MENDED else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def database() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Database) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def audit(url: str) -> tuple[int, list[str]]:
    done = subprocess.run(["scripts/audit.sh", "-s", "osv", "--osv-url", url], cwd=ROOT, capture_output=True, text=True, timeout=300)
    if "could not be installed" in done.stdout:
        pytest.skip(done.stdout)
    return done.returncode, done.stdout.splitlines()


def test_a_weakness_that_can_be_mended_is_told_from_one_that_rasa_keeps(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code, (count, *found) = audit(database)
    assert (code, count.split(": ")[1]) == (1, "2 known weaknesses.")
    assert found[0].startswith("segno ") and found[0].endswith("X-segno. Mend: lock 99.0.")
    assert found[1].startswith("sqlalchemy ") and "No mended version" in found[1]
    monkeypatch.delitem(MENDED, "segno")
    assert audit(database)[0] == 0


def test_who_cannot_be_asked_is_no_clean_audit() -> None:
    code, (line, *_) = audit("http://127.0.0.1:9/")
    assert (code, line.split(" about")[0]) == (3, "Nobody could be asked")
