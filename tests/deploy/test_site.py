"""The coordinators' site behind the nginx file of deploy/: reached by its own name, and the visitor's address is the real one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Iterator

import pytest
import requests

from bot.processes import free_port, wait_until_healthy
from bot.settings import ROOT
from tests.deploy.diensten import program

NAME = "coordinatoren.gemeente.nl"
_LAST = "import django; django.setup()\nfrom bot.review.models import Inzage\nprint(*Inzage.objects.values_list('actie', 'herkomst'))"


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("site")
    return {
        **os.environ,
        "WEGWIJZER_REVIEW_PORT": str(free_port()),
        "WEGWIJZER_REVIEW_DB": str(folder / "review.sqlite3"),
        "WEGWIJZER_REVIEW_SECRET": "of the test",
        "WEGWIJZER_REVIEW_URL": f"https://{NAME}",
        "WEGWIJZER_REVIEW_PROXY": "127.0.0.1",
    }


@pytest.fixture(scope="module")
def door(env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    text = (ROOT / "deploy" / "nginx" / "coordinatoren.conf").read_text(encoding="utf-8")
    text = text.replace("listen 8081", f"listen 127.0.0.1:{port}").replace(
        "coordinatoren:5006", f"127.0.0.1:{env['WEGWIJZER_REVIEW_PORT']}"
    )
    (folder / "site.conf").write_text(text.replace("/dev/stdout", str(folder / "log")), encoding="utf-8")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {folder}/pid; error_log {folder}/fouten; events {{}}\n"
        f"http {{ {temporary} log_format wegwijzer '$status'; include {folder}/site.conf; }}",
        encoding="utf-8",
    )
    site = subprocess.Popen([sys.executable, "-m", "bot", "review", "serve"], cwd=ROOT, env=env)
    nginx = subprocess.Popen([program("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        assert wait_until_healthy([f"http://127.0.0.1:{env['WEGWIJZER_REVIEW_PORT']}/gezond"], lambda: site.poll() is None, 240)
        assert nginx.poll() is None, Path(folder / "fouten").read_text(encoding="utf-8")
        yield f"http://127.0.0.1:{port}"
    finally:
        for process in (nginx, site):
            process.terminate()
            process.wait(20)


def test_the_site_is_there_by_its_own_name_only(door: str) -> None:
    assert "Inloggen" in requests.get(f"{door}/aanmelden/", headers={"Host": NAME}, timeout=60).text
    assert requests.get(f"{door}/aanmelden/", headers={"Host": "elders.nl"}, timeout=60).status_code == 400


def test_nobody_forges_the_address_in_the_reading_log(door: str, env: dict[str, str]) -> None:
    """The browser's own header is replaced; the CSRF check takes the public name for its own."""
    headers = {"Host": NAME, "Origin": f"https://{NAME}", "X-Forwarded-For": "6.6.6.6"}
    first = requests.get(f"{door}/aanmelden/", headers=headers, timeout=60)
    token = first.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    cookies = "; ".join(f"{name}={value}" for name, value in first.cookies.items())
    fields = {"csrfmiddlewaretoken": token, "username": "mallory", "password": "raden maar"}
    answer = requests.post(f"{door}/aanmelden/", fields, headers={**headers, "Cookie": cookies}, timeout=60)
    assert answer.status_code == 200
    told = subprocess.run([sys.executable, "-c", _LAST], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=True).stdout
    assert "127.0.0.1" in told and "6.6.6.6" not in told
