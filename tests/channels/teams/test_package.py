"""The app package: what is in it, and that its check sees what Teams would refuse."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.channels.microsoft import package
from bot.settings import ROOT, Settings
from tests.channels.teams.microsoft import APP

GOOD = Settings(teams_app_id=APP, public_url="https://wegwijzer.school.example/", organisatie='Scholengroep "De Weg"')


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    """Microsoft's own, fetched as `make teams-package` does."""
    if not package.SCHEMA.exists():
        try:
            subprocess.run(["npm", "ci"], cwd=package.SOURCE, check=True, timeout=300)
        except (OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"needs npm and its registry for Microsoft's schema: {error}")
    found: dict[str, Any] = json.loads(package.SCHEMA.read_text(encoding="utf-8-sig"))
    return found


def read(zipped: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files["manifest.json"]), files


def test_the_package_holds_what_teams_wants(schema: dict[str, Any]) -> None:
    manifest, files = read(package.build(GOOD))
    assert set(files) == {"manifest.json", "color.png", "outline.png"}
    assert manifest["manifestVersion"] == "1.24" and manifest["localizationInfo"]["defaultLanguageTag"] == "nl-nl"
    assert manifest["id"] == manifest["bots"][0]["botId"] == APP
    assert manifest["bots"][0]["scopes"] == ["personal"]
    assert manifest["developer"]["privacyUrl"] == "https://wegwijzer.school.example/chat/privacy"
    assert manifest["developer"]["name"] == 'Scholengroep "De Weg"'
    for name, side in (("color", 192), ("outline", 32)):
        assert Image.open(io.BytesIO(files[f"{name}.png"])).size == (side, side)


def test_the_same_settings_give_the_same_bytes(schema: dict[str, Any]) -> None:
    assert package.build(GOOD) == package.build(GOOD)


def test_groups_only_when_asked(schema: dict[str, Any]) -> None:
    manifest, _ = read(package.build(GOOD, groups=True))
    assert manifest["bots"][0]["scopes"] == ["personal", "groupChat", "team"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"teams_app_id": "geen id"}, "manifest.json: id:"),
    ({"organisatie": "x" * 33}, "manifest.json: developer.name:"),
    ({"public_url": "http://wegwijzer.school.example"}, "manifest.json: developer.websiteUrl:"),
    ({"public_url": "https://localhost"}, "is no public https address. Mend: set WEGWIJZER_PUBLIC_URL."),
]


@pytest.mark.parametrize(("changes", "fault"), WRONG, ids=[row[1] for row in WRONG])
def test_what_teams_would_refuse_is_named(schema: dict[str, Any], changes: dict[str, Any], fault: str) -> None:
    import dataclasses

    with pytest.raises(package.PackageFault) as error:
        package.build(dataclasses.replace(GOOD, **changes))
    assert any(fault in found for found in error.value.faults), error.value.faults


BROKEN: list[tuple[tuple[str, ...], Any, str]] = [
    (("accentColor",), "blauw", "accentColor"),
    (("name", "short"), "x" * 31, "name.short"),
    (("description", "short"), "x" * 81, "description.short"),
    (("bots", "0", "scopes"), ["iedereen"], "bots.0.scopes.0"),
    (("bots", "0", "commandLists", "0", "commands"), [{"title": "x" * 129, "description": "y"}], "bots.0.commandLists"),
    (("icons",), {}, "icons"),
    (("onbekend",), 1, "the whole"),
]


@pytest.mark.parametrize(("path", "value", "where"), BROKEN, ids=[".".join(row[0]) for row in BROKEN])
def test_the_schema_sees_a_broken_manifest(schema: dict[str, Any], path: tuple[str, ...], value: Any, where: str) -> None:
    manifest, _ = read(package.build(GOOD))
    part: Any = manifest
    for step in path[:-1]:
        part = part[int(step)] if isinstance(part, list) else part[step]
    part[path[-1]] = value
    assert any(where in fault for fault in package.manifest_faults(manifest, schema))


def picture(side: int, colour: tuple[int, int, int, int]) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA", (side, side), colour).save(buffer, "PNG")
    return buffer.getvalue()


def test_an_icon_of_another_size_or_colour_is_named() -> None:
    assert list(package.icon_faults("color", picture(191, (1, 2, 3, 255)))) == ["color.png: 191 x 191 in place of 192 x 192"]
    assert list(package.icon_faults("outline", picture(32, (255, 0, 0, 255)))) == ["outline.png: has another colour than white"]
    assert list(package.icon_faults("outline", picture(32, (255, 255, 255, 128)))) == []
    for name in package.ICONS:
        assert list(package.icon_faults(name, package.draw(name))) == []


def test_what_a_teacher_reads_in_teams_is_in_plain_dutch() -> None:
    from tests.test_teksten import REGELS

    manifest = json.loads((package.SOURCE / "manifest.json").read_text(encoding="utf-8"))
    commands = [text for command in manifest["bots"][0]["commandLists"][0]["commands"] for text in command.values()]
    for text in [*manifest["name"].values(), *manifest["description"].values(), *commands]:
        assert list(REGELS.faults(text)) == [], text


COMMANDS = {
    "Wat kun je?": "mogelijkheden",
    "Opnieuw beginnen": "opnieuw",
    "Wie leest dit mee?": "privacy_van_de_chat",
    "Wis dit gesprek": "gesprek_wissen",
}


async def test_the_bot_understands_the_commands_that_teams_offers(agent: Any) -> None:
    manifest = json.loads((package.SOURCE / "manifest.json").read_text(encoding="utf-8"))
    offered = [command["title"] for command in manifest["bots"][0]["commandLists"][0]["commands"]]
    understood = {title: (await agent.parse_message(title))["intent"]["name"] for title in offered}
    assert understood == COMMANDS


def test_the_command_writes_the_file_and_says_where(schema: dict[str, Any], tmp_path: Path) -> None:
    import os

    env = {**os.environ, "WEGWIJZER_TEAMS_APP_ID": APP, "WEGWIJZER_PUBLIC_URL": GOOD.public_url, "WEGWIJZER_ORGANISATIE": "School"}
    out = tmp_path / "map" / "app.zip"
    command = [sys.executable, "-m", "bot", "teams", "package", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{out}\n", "")
    assert read(out.read_bytes())[0]["id"] == APP
    del env["WEGWIJZER_ORGANISATIE"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "WEGWIJZER_ORGANISATIE is empty. Mend:" in done.stderr
