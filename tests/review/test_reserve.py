"""The drill with the site: copied while it runs, lost, put back elsewhere, without what was deleted meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, Iterator

import pytest

from bot.settings import ROOT
from tests.postgres import postgres
from tests.review.conftest import PASSWORD, Store, turn

_SETUP = "import django; django.setup()\nfrom bot.review.models import *\nfrom bot.review import inzage\n"
_WORK = (
    _SETUP
    + """
from django_otp.plugins.otp_totp.models import TOTPDevice
els = Gebruiker.objects.get(username="els")
TOTPDevice.objects.create(user=els, confirmed=True, key="00" * 20)
for gesprek in Gesprek.objects.order_by("nummer"):
    beurt = gesprek.beurt_set.get()
    gesprek.labels.add(Label.objects.get_or_create(naam="bespreken")[0])
    Notitie.objects.create(gesprek=gesprek, auteur=els, tekst=f"over {beurt.tekst}")
    Oordeel.objects.create(beurt=beurt, beoordelaar=els, contact_goed=False, zorgvraag="rouw")
    Kandidaat.objects.create(beurt=beurt, regio="kampen", tekst=beurt.tekst, zorgvraag="rouw", voorgesteld_door=els)
Wijziging.objects.create(bestand="regio/kampen.yml", titel="nummer", oud={"a": [1]}, nieuw=None, auteur=els)
inzage.record(None, "gelezen", "gesprek een")
"""
)
_TELL = (
    _SETUP
    + """
import json
from django_otp.plugins.otp_totp.models import TOTPDevice
print(json.dumps({
    "els": [*Gebruiker.objects.values_list("username", "rol", "password"), *TOTPDevice.objects.values_list("user__username", "key")],
    "gesprekken": [[g.nummer, g.opening, [l.naam for l in g.labels.all()]] for g in Gesprek.objects.order_by("nummer")],
    "notities": [[n.tekst, n.gemaakt_op.isoformat()] for n in Notitie.objects.order_by("pk")],
    "oordelen": [[o.zorgvraag, o.gegeven_op.isoformat(), o.beurt.tekst] for o in Oordeel.objects.order_by("pk")],
    "kandidaten": list(Kandidaat.objects.order_by("pk").values_list("tekst", flat=True)),
    "wijzigingen": list(Wijziging.objects.values_list("titel", "oud", "nieuw")),
    "inzage": [inzage.verify().breuk, Inzage.objects.count()],
    "contacten": list(Contact.objects.order_by("tijd").values_list("organisatie", flat=True)),
}))
"""
)


class Installation:
    """Databases and a folder of its own; the code and the state folder are those of the project."""

    def __init__(self, folder: Path, review_db: str) -> None:
        folder.mkdir()
        self.store = Store(folder / "tracker.sqlite3")
        self.env = {
            **os.environ,
            "WEGWIJZER_TRACKER_DB": str(self.store.path),
            "WEGWIJZER_REVIEW_DB": review_db,
            "WEGWIJZER_REVIEW_SECRET": "a secret of the drill",
        }

    def run(self, *args: str, stdin: str = "", fails: bool = False) -> str:
        done = subprocess.run([sys.executable, *args], cwd=ROOT, env=self.env, input=stdin, capture_output=True, text=True, timeout=300)
        assert (done.returncode != 0) == fails, done.stderr
        return done.stderr if fails else done.stdout

    def bot(self, *args: str, stdin: str = "", fails: bool = False) -> str:
        return self.run("-m", "bot", *args, stdin=stdin, fails=fails)

    def tell(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.run("-c", _TELL))
        return told


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The database into which the copy goes."""
    if request.param == "sqlite":
        yield str(tmp_path / "nieuw.sqlite3")
    else:
        with postgres() as server:
            yield server.url


def test_the_drill(tmp_path: Path, elsewhere: str) -> None:
    old = Installation(tmp_path / "oud", str(tmp_path / "oud.sqlite3"))
    old.store.write(turn("een", "hij wordt gepest"))
    old.store.write(turn("twee", "zij wordt gepest"))
    old.bot("review", "adduser", "els", "--rol", "coordinator", "--regio", "kampen", "--password-stdin", stdin=PASSWORD + "\n")
    old.bot("review", "ingest")
    old.run("-c", _WORK)
    before = old.tell()
    copy = tmp_path / "kopie.zip"
    made = json.loads(old.bot("backup", str(copy)))
    assert (made["gesprekken"], copy.stat().st_mode & 0o777) == (2, 0o600)
    with zipfile.ZipFile(copy) as archive:
        assert made["site"] == len(archive.read("site.jsonl").splitlines()) > 10

    new = Installation(tmp_path / "nieuw", elsewhere)
    new.store.path.unlink()
    gone = hashlib.sha256(b"twee").hexdigest()
    _exchange(copy, "gewiste_gesprekken.jsonl", json.dumps({"tijd": "2026-01-01", "gesprek": gone}).encode() + b"\n")
    new.bot("restore", str(copy))
    after = new.tell()
    for name in ("els", "wijzigingen", "inzage"):
        assert after[name] == before[name]
    for name in ("gesprekken", "notities", "oordelen", "kandidaten"):
        assert after[name] == before[name][:1], "the other one was deleted since"
    new.bot("review", "ingest")
    assert new.tell() == {**after, "contacten": before["contacten"][:1]}
    new.bot("review", "adduser", "rob", "--rol", "redacteur", "--password-stdin", stdin=PASSWORD + "\n")
    assert len(new.tell()["els"]) == 3, "the next row gets a number of its own"

    assert "in use already" in new.bot("restore", str(copy), fails=True)


def test_nothing_comes_back_when_the_events_cannot(tmp_path: Path) -> None:
    """All or nothing, over both databases."""
    old = Installation(tmp_path / "oud", str(tmp_path / "oud.sqlite3"))
    old.store.write(turn("een", "hij wordt gepest"))
    old.bot("review", "adduser", "bea", "--rol", "beheerder", "--password-stdin", stdin=PASSWORD + "\n")
    old.bot("backup", str(tmp_path / "kopie.zip"))
    new = Installation(tmp_path / "nieuw", str(tmp_path / "nieuw.sqlite3"))
    new.store.write(turn("ander", "zij wordt gepest"))
    assert "holds conversations already" in new.bot("restore", str(tmp_path / "kopie.zip"), fails=True)
    assert new.tell()["els"] == []


def test_a_copy_of_before_there_was_a_site(tmp_path: Path) -> None:
    old = Installation(tmp_path / "oud", str(tmp_path / "oud.sqlite3"))
    old.store.write(turn("een", "hij wordt gepest"))
    copy = tmp_path / "kopie.zip"
    assert json.loads(old.bot("backup", str(copy)))["site"] == 0
    assert not (tmp_path / "oud.sqlite3").exists()
    with zipfile.ZipFile(copy) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    older = {key: value for key, value in manifest.items() if key not in ("site", "sha256_site")}
    _exchange(copy, "manifest.json", json.dumps({**older, "vorm": 1}).encode())
    new = Installation(tmp_path / "nieuw", str(tmp_path / "nieuw.sqlite3"))
    new.store.path.unlink()
    assert json.loads(new.bot("restore", str(copy)))["regels"] == 5


def _exchange(copy: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(copy) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(copy, "w") as archive:
        for member, old in {**members, name: content}.items():
            archive.writestr(member, content if member == name else old)
