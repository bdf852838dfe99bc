"""Changing a file of the route map: the same schema and checks as on the command line, and nothing half-written.

The files stay the one truth. A change says what it found and what it puts there; when the file moved on in the meantime, it
finds its place again or says that it cannot.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional, Sequence, Union

from django.db import connection, transaction
from django.utils import timezone
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.review.kaart import folder
from bot.review.melding import bewaard
from bot.review.models import Gebruiker, Wijziging
from bot.routekaart import RoutekaartFout, load
from bot.routekaart.bestand import Fout
from bot.routekaart.check import check

Weg = Sequence[Union[str, int]]
_DATES = ("gecontroleerd_op", "gezien_op")
_LOCK = 0x77656778


class Botsing(Exception):
    """The file says something else by now than the change was made for."""


class Afgekeurd(Exception):
    """The content would have these faults."""

    def __init__(self, fouten: Sequence[Fout]) -> None:
        super().__init__("\n".join(map(str, fouten)))
        self.fouten = [bewaard(fout) for fout in fouten]


def bestanden(root: Optional[Path] = None) -> list[str]:
    """The files that the site can change, as paths below the content folder."""
    root = root or folder()
    return [
        "landelijk.yml",
        *(path.relative_to(root).as_posix() for part in ("regio", "routes") for path in sorted((root / part).glob("*.yml"))),
    ]


def read(bestand: str) -> str:
    """Raises FileNotFoundError for what is not a file of the route map."""
    if bestand not in bestanden():
        raise FileNotFoundError(bestand)
    return (folder() / bestand).read_text(encoding="utf-8")


def content(bestand: str) -> Any:
    """The file as plain lists, dicts and texts; dates are ISO texts."""
    return plain(_yaml().load(read(bestand)))


def part(data: Any, weg: Weg) -> Any:
    """What stands there. Raises KeyError where nothing does."""
    for key in weg:
        try:
            data = data[key]
        except (IndexError, TypeError, KeyError):
            raise KeyError(".".join(map(str, weg))) from None
    return data


def plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, (list, tuple)):
        return [plain(value) for value in node]
    if isinstance(node, dt.date):
        return node.isoformat()
    return str(node) if isinstance(node, str) else node


def apply(text: str, wijziging: Wijziging) -> str:
    """The text of the file after the change. Raises Botsing where the file does not hold what the change found."""
    weg, oud, nieuw = list(wijziging.weg), wijziging.oud, wijziging.nieuw
    if not weg:
        if text != oud:
            raise Botsing
        return str(nieuw)
    yaml = _yaml()
    data = yaml.load(text)
    if oud is None:
        _add(data, weg, nieuw)
    else:
        try:
            parent = part(data, weg[:-1])
        except KeyError:
            raise Botsing from None
        key = _find(parent, weg[-1], oud)
        if nieuw is None:
            del parent[key]
        else:
            parent[key] = _merged(parent[key], nieuw)
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def renewed(data: Any, wijziging: Wijziging) -> tuple[Weg, Any, Any]:
    """The way to the part as it stands in the file now, the part, and what it becomes with the change.

    Somebody may have changed or moved it since the change was made: what the change leaves alone is as it stands now. Raises
    Botsing where the part is no longer there.
    """
    weg, oud, nieuw = list(wijziging.weg), wijziging.oud, wijziging.nieuw
    if oud is None:
        return weg, None, nieuw
    try:
        parent = part(data, weg[:-1])
        key = _find(parent, weg[-1], oud)
    except KeyError:
        raise Botsing from None
    except Botsing:
        key = _named(parent, weg[-1], oud)
    now = parent[key]
    if nieuw is None:
        return [*weg[:-1], key], now, now
    kept = {name: value for name, value in now.items() if name in nieuw or name not in oud}
    return [*weg[:-1], key], now, {**kept, **{name: value for name, value in nieuw.items() if oud.get(name) != value}}


def faults(bestand: str, text: str, full: bool = True) -> list[Fout]:
    """What would be wrong with the whole content if the file had this text. `full`: all checks (seconds), else schema and references."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "routekaart"
        shutil.copytree(folder(), copy)
        (copy / bestand).write_text(text, encoding="utf-8")
        if full:
            return list(check(copy).fouten)
        try:
            load(copy)
        except RoutekaartFout as error:
            return list(error.fouten)
        return []


def publish(wijziging: Wijziging, by: Gebruiker) -> None:
    """Writes the file and the history together. Raises Botsing or Afgekeurd, and then nothing changed."""
    path = folder() / wijziging.bestand
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        before = read(wijziging.bestand)
        after = apply(before, wijziging)
        found = faults(wijziging.bestand, after)
        if found:
            raise Afgekeurd(found)
        wijziging.voor, wijziging.na, wijziging.fouten = before, after, []
        wijziging.staat, wijziging.besloten_door, wijziging.besloten_op = Wijziging.Staat.GEPUBLICEERD, by, timezone.now()
        wijziging.save()
        write(path, after)


def write(path: Path, text: str) -> None:
    """Whole or not at all: a reader sees the old file or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, name)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)  # there no more, unless something failed


def moved_on(bestand: str) -> bool:
    """Whether the file was changed outside the site since the last publication here."""
    last = Wijziging.objects.filter(bestand=bestand, staat=Wijziging.Staat.GEPUBLICEERD).order_by("-besloten_op").first()
    return bool(last and last.na != read(bestand))


def differences(one: Any, other: Any, weg: tuple[str, ...] = ()) -> Iterator[tuple[str, str, str]]:
    """Field, old and new value of everything that differs."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            yield from differences(one.get(key), other.get(key), (*weg, str(key)))
    elif one != other:
        yield " ".join(weg).replace("_", " "), _shown(one), _shown(other)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_shown(item)}" for key, item in value.items())
    return ", ".join(map(_shown, value)) if isinstance(value, list) else "ja" if value is True else "nee" if value is False else str(value)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _add(data: Any, weg: list[Union[str, int]], nieuw: Any) -> None:
    try:
        parent = part(data, weg[:-1])
    except KeyError:
        raise Botsing from None
    if isinstance(weg[-1], str) and isinstance(nieuw, dict) and weg[-1] not in ("organisaties", "afspraken"):
        if weg[-1] in parent:
            raise Botsing
        parent[weg[-1]] = _node(nieuw, block=False)
    else:
        parent.setdefault(weg[-1], CommentedSeq()).append(_node(nieuw, block=True))


def _find(parent: Any, key: Union[str, int], oud: Any) -> Union[str, int]:
    """Where the old part stands now: at its place, or elsewhere in its list when others were added or removed."""
    try:
        if plain(parent[key]) == oud:
            return key
    except (IndexError, KeyError, TypeError):
        pass
    if isinstance(parent, list):
        there = [n for n, item in enumerate(parent) if plain(item) == oud]
        if len(there) == 1:
            return there[0]
    raise Botsing


def _named(parent: Any, key: Union[str, int], oud: Any) -> Union[str, int]:
    """Where the part stands that has changed since: under its key, or in a list under its name."""
    if isinstance(parent, dict) and key in parent:
        return key
    if isinstance(parent, list) and "naam" in oud:
        there = [n for n, item in enumerate(parent) if item.get("naam") == oud["naam"]]
        if len(there) == 1:
            return there[0]
    raise Botsing


def _merged(node: Any, new: Any, key: str = "") -> Any:
    """The node with what is new in it; what stays the same keeps its comments and its layout."""
    if plain(node) == new:
        return node
    if isinstance(node, CommentedMap) and isinstance(new, dict):
        for gone in [name for name in node if name not in new]:
            del node[gone]
        for name, value in new.items():
            node[name] = _merged(node[name], value, name) if name in node else _node(value, block=False, key=name)
        return node
    return _node(new, block=False, key=key)


def _node(value: Any, block: bool, key: str = "") -> Any:
    """Texts between quotes: YAML 1.1 would read 08:30 as a number."""
    if isinstance(value, dict):
        mapping = CommentedMap({name: _node(item, block=False, key=name) for name, item in value.items()})
        if not block:
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        sequence = CommentedSeq([_node(item, block=False) for item in value])
        sequence.fa.set_flow_style()
        return sequence
    if isinstance(value, str):
        return dt.date.fromisoformat(value) if key in _DATES else DoubleQuotedScalarString(value)
    return value
