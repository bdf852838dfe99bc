"""What can be known of compose.yml without a container engine: its commands, settings, volumes and files are those of the project."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
import yaml

from bot.__main__ import _parser
from bot.settings import ROOT, Settings

FOLDER = ROOT / "deploy" / "compose"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("wegwijzer")}
SETTINGS = {f"WEGWIJZER_{field.name.upper()}" for field in dataclasses.fields(Settings)}


@pytest.mark.parametrize("name", OURS)
def test_a_part_starts_with_a_command_and_settings_that_exist(name: str) -> None:
    assert callable(_parser().parse_args(OURS[name]["command"]).command)
    assert set(OURS[name]["environment"]) <= SETTINGS


def test_every_part_of_make_run_is_there() -> None:
    commands = [" ".join(service["command"]).split(" --host")[0] for service in OURS.values()]
    assert sorted(commands) == ["actions", "purge --daily", "review ingest --follow", "review serve", "serve", "serve"]


def test_what_has_to_be_filled_in_stands_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (FOLDER / "compose.yml").read_text(encoding="utf-8")))
    assert asked == set(re.findall(r"^(\w+)=", (FOLDER / "example.env").read_text(encoding="utf-8"), re.MULTILINE))


def test_volumes_are_declared_and_files_are_there() -> None:
    for service in SERVICES.values():
        for source in (volume.split(":")[0] for volume in service.get("volumes", [])):
            assert (FOLDER / source).exists() if source.startswith(".") else source in COMPOSE["volumes"], source


def test_the_site_writes_the_route_map_that_the_actions_read() -> None:
    place = "routekaart:/app/data/routekaart"
    assert place in OURS["coordinatoren"]["volumes"]
    assert f"{place}:ro" in OURS["actions"]["volumes"] and f"{place}:ro" in OURS["inlezen"]["volumes"]
    assert "/app/data/routekaart" in (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


def test_only_nginx_is_reached_from_outside() -> None:
    assert COMPOSE["networks"]["inner"] == {"internal": True}
    assert [name for name, service in SERVICES.items() if "ports" in service or "outer" in service["networks"]] == ["nginx"]
