"""A model that is missing, damaged or exchanged: the server says so and does not start with another one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.model import check_model
from bot.processes import free_port
from bot.settings import ROOT


def serve(model: Path, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "serve", "--model", str(model), "--port", str(free_port())]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, env={**os.environ, **env})


@pytest.fixture
def copy(model: Path, tmp_path: Path) -> Path:
    target = tmp_path / "wegwijzer-1.tar.gz"
    target.write_bytes(model.read_bytes())
    return target


def test_missing(tmp_path: Path, copy: Path) -> None:
    """Rasa would take the other model of the folder without a word."""
    done = serve(tmp_path / "wegwijzer-2.tar.gz")
    assert (done.returncode, "cannot be read: No such file" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_cut_off_and_without_a_hash(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-100_000])
    done = serve(copy)
    assert done.returncode == 2, done.stderr[-2000:]
    assert "wegwijzer-1.tar.gz cannot be loaded" in done.stderr
    assert "Mend: remove it and run 'python -m bot train'" in done.stderr


def test_one_bit_is_enough(copy: Path) -> None:
    good = copy.read_bytes()
    check_model(copy)
    from bot.model import _hash_file, _sha256

    _hash_file(copy).write_text(_sha256(copy))
    check_model(copy)
    copy.write_bytes(good[:1000] + bytes([good[1000] ^ 1]) + good[1001:])
    with pytest.raises(UsageError, match="damaged or was exchanged"):
        check_model(copy)


def test_only_the_pinned_model(copy: Path) -> None:
    from bot.model import _sha256

    check_model(copy, _sha256(copy))
    done = serve(copy, WEGWIJZER_MODEL_SHA256="0" * 64)
    assert (done.returncode, "its hash differs" in done.stderr) == (2, True)
