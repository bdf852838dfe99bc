"""The app package that an administrator uploads to Teams: the manifest filled in, the icons drawn, all of it checked."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from string import Template
from typing import Any, Dict, Iterator, List, Mapping

import jsonschema
from PIL import Image

from bot.settings import ROOT, Settings

SOURCE = ROOT / "deploy" / "teams"
SCHEMA = SOURCE / "node_modules/@microsoft/app-manifest/build/json-schemas/teams/v1.24/MicrosoftTeams.schema.json"
ICONS = {"color": 192, "outline": 32}
_GROUP_SCOPES = ["groupChat", "team"]
_ANY_TIME = (2020, 1, 1, 0, 0, 0)


class PackageFault(Exception):
    """The package would be refused by Teams. `faults` name each field and what is wrong."""

    def __init__(self, faults: List[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def build(settings: Settings, groups: bool = False, schema: Path = SCHEMA) -> bytes:
    """The zip, the same bytes for the same settings; `groups` offers the app in group chats and teams too. Raises PackageFault, OSError."""
    manifest = _manifest(settings, groups)
    icons = {name: draw(name) for name in ICONS}
    rules = json.loads(schema.read_text(encoding="utf-8-sig"))
    found = [*manifest_faults(manifest, rules), *(fault for name, png in icons.items() for fault in icon_faults(name, png))]
    if found:
        raise PackageFault(found)
    files = {"manifest.json": json.dumps(manifest, ensure_ascii=False, indent=2).encode()}
    return _zip({**files, **{f"{name}.png": png for name, png in icons.items()}})


def _manifest(settings: Settings, groups: bool) -> Dict[str, Any]:
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    values = {
        "version": version[1] if version else "",
        "app_id": settings.teams_app_id,
        "organisatie": settings.organisatie,
        "url": settings.public_url.rstrip("/"),
    }
    quoted = {name: json.dumps(value, ensure_ascii=False)[1:-1] for name, value in values.items()}
    manifest: Dict[str, Any] = json.loads(Template((SOURCE / "manifest.json").read_text(encoding="utf-8")).substitute(quoted))
    if groups:
        manifest["bots"][0]["scopes"] += _GROUP_SCOPES
    return manifest


def manifest_faults(manifest: Dict[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    """What Microsoft's schema says against it, and what only its text says: every address is https and somewhere."""
    for error in jsonschema.Draft4Validator(schema).iter_errors(manifest):
        yield f"manifest.json: {'.'.join(map(str, error.absolute_path)) or 'the whole'}: {error.message}"
    for name, url in manifest.get("developer", {}).items():
        if name.endswith("Url") and not re.match(r"https://[^/\s]+\.[^/\s]+/", url):
            yield f"manifest.json: developer.{name}: {url!r} is no public https address. Mend: set WEGWIJZER_PUBLIC_URL."


def draw(name: str) -> bytes:
    """The icon of this name as PNG."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_path=str(SOURCE / f"{name}.svg")))


def icon_faults(name: str, png: bytes) -> Iterator[str]:
    """Teams refuses another size, and shows an outline with colours as a white block."""
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    side = ICONS[name]
    if image.size != (side, side):
        yield f"{name}.png: {image.width} x {image.height} in place of {side} x {side}"
    raw = image.tobytes()
    visible = {raw[n : n + 3] for n in range(0, len(raw), 4) if raw[n + 3]}
    if name == "outline" and visible - {b"\xff\xff\xff"}:
        yield "outline.png: has another colour than white"


def _zip(files: Dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, _ANY_TIME), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
