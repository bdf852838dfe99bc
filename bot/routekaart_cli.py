"""`python -m bot routekaart …`: check, complete and exchange the content of the route map."""

from __future__ import annotations

import argparse
import dataclasses
import json
import textwrap
from pathlib import Path
from typing import Callable, Sequence

from bot.errors import UsageError
from bot.routekaart import Routekaart, RoutekaartFout, load
from bot.routekaart.bestand import Bestand
from bot.routekaart.check import check
from bot.routekaart.gaten import Gat, gaten
from bot.routekaart.hsds import export_hsds, import_hsds
from bot.routekaart.nieuw import new_gemeente
from bot.routekaart.regels import Regels
from bot.routekaart.schema import write_schemas
from bot.settings import Settings
from bot.teksten import teksten

WIDTH = 120
_LABEL = 32
_CELL = 17

DONE, FAILED = 0, 1


def add_commands(parser: argparse.ArgumentParser) -> None:
    """The subcommands; each sets `command`, a function from the arguments to the exit code."""
    commands = parser.add_subparsers(required=True, metavar="WHAT")

    def command(name: str, function: Callable[[argparse.Namespace], int], help_: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_, description=help_)
        sub.set_defaults(command=function)
        return sub

    checking = command("check", _check, "faults with file, line, field and mend, and counts")
    checking.add_argument("--strict", action="store_true", help="fail on contact facts that nobody checked in the last six months")
    checking.add_argument("--lijst", action="store_true", help="list the texts that a person of the field still has to read")
    command("gaps", _gaps, "per concern and region: the help that is missing").add_argument("--json", action="store_true")
    schema = command("schema", _schema, "write a JSON Schema for each kind of file, for your editor")
    schema.add_argument("out", type=Path, metavar="FOLDER", nargs="?", help="default: the folder 'schema' of the route map")
    site = command("site", _site, "write the route map as a static, printable site")
    site.add_argument("out", type=Path, metavar="OUT", help="a new or empty folder, or one that this command made")
    new = command("new", _new, "write a commented file for a new municipality")
    new.add_argument("--gemeente", required=True, metavar="NAME")
    new.add_argument("--regio", metavar="ID", help="name of the file; default: from the name of the municipality")
    new.add_argument("--provincie", default="", metavar="NAME")
    export = command("export", _export, "write the route map as Open Referral HSDS 3.1 JSON")
    export.add_argument("--hsds", type=Path, required=True, metavar="FILE")
    back = command("import", _import, "make a content folder from such a file")
    back.add_argument("--hsds", type=Path, required=True, metavar="FILE")
    back.add_argument("--into", type=Path, required=True, metavar="FOLDER")


def folder() -> Path:
    """The content folder of the settings. Raises UsageError where there is none."""
    path = Path(Settings.from_env().routekaart)
    if not path.is_dir():
        raise UsageError(f"WEGWIJZER_ROUTEKAART is {str(path)!r}, which is no folder. Mend: name the folder with zorgvragen.yml in it.")
    return path


def _check(args: argparse.Namespace) -> int:
    verslag = check(folder())
    for line in verslag.door_deskundige_te_lezen if args.lijst else ():
        print(line)
    for fout in (*verslag.fouten, *(verslag.te_controleren if args.strict else ())):
        print(fout)
    for naam, aantal in verslag.aantallen.items():
        print(f"{aantal:6} {naam}")
    print(f"{len(verslag.fouten):6} fouten")
    return FAILED if verslag.fouten or (args.strict and verslag.te_controleren) else DONE


def _site(args: argparse.Namespace) -> int:
    from bot.routekaart.site import SiteFout, maak, schrijf

    files = maak(folder())
    try:
        schrijf(files, args.out)
    except SiteFout as error:
        raise UsageError(str(error)) from None
    print(f"{sum(name.endswith('.html') for name in files)} pages written. Open {args.out / 'index.html'}")
    return DONE


def _gaps(args: argparse.Namespace) -> int:
    kaart = load(folder())
    found = list(gaten(kaart))
    if args.json:
        print(json.dumps({"regios": list(kaart.regios), "gaten": [dataclasses.asdict(gat) for gat in found]}, ensure_ascii=False))
    else:
        print("\n".join(gap_tables(kaart, found)))
    return DONE


def gap_tables(kaart: Routekaart, found: Sequence[Gat]) -> list[str]:
    """Lines of at most WIDTH characters: concerns down, regions across (in several tables where they do not fit), and the legend."""
    woorden = teksten("beheer")["gaten"]
    if not found:
        return [woorden["geen"]]
    numbers = {functie: n for n, functie in enumerate(dict.fromkeys(gat.functie for gat in found), 1)}
    regios, fit = list(kaart.regios), (WIDTH - _LABEL) // _CELL
    lines: list[str] = []
    for part in (regios[n : n + fit] for n in range(0, len(regios), fit)):
        lines += _row(woorden["zorgvraag"], [kaart.regios[regio].naam for regio in part])
        lines.append("-" * (_LABEL + _CELL * len(part)))
        for zorgvraag in kaart.zorgvragen:
            here = [gat for gat in found if gat.zorgvraag == zorgvraag]
            cells = [" ".join(f"{numbers[g.functie]}{'' if g.overal else '*'}" for g in here if g.regio == regio) for regio in part]
            lines += _row(zorgvraag, [cell or woorden["volledig"] for cell in cells])
        lines.append("")
    legend = [f"{n:>3} {functie}: {kaart.landelijk.functies[functie].naam}" for functie, n in numbers.items()]
    return [*lines, woorden["uitleg"], *(line for row in legend for line in textwrap.wrap(row, WIDTH, subsequent_indent="    "))]


def _row(label: str, cells: Sequence[str]) -> list[str]:
    """One row of a table; what does not fit in its cell goes on in the next line."""
    columns = [textwrap.wrap(label, _LABEL - 1), *(textwrap.wrap(cell, _CELL - 1) for cell in cells)]
    widths = [_LABEL, *[_CELL] * len(cells)]
    height = max(len(column) for column in columns)
    return [
        "".join((column[n] if n < len(column) else "").ljust(width) for column, width in zip(columns, widths, strict=True)).rstrip()
        for n in range(height)
    ]


def _new(args: argparse.Namespace) -> int:
    try:
        path = new_gemeente(args.gemeente, args.regio, args.provincie, folder())
    except RoutekaartFout as error:
        raise UsageError(str(error)) from None
    print(teksten("beheer")["nieuw"]["gemaakt"].format(bestand=path))
    return DONE


def _export(args: argparse.Namespace) -> int:
    source = folder()
    regels = Bestand.read(source / "regels.yml", source).as_type(Regels)
    text = json.dumps(export_hsds(load(source), regels), ensure_ascii=False, indent=1) + "\n"
    try:
        args.hsds.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{args.hsds} cannot be written: {error.strerror}. Mend: name a file in a folder that you may write to.") from None
    print(args.hsds)
    return DONE


def _import(args: argparse.Namespace) -> int:
    print(import_hsds(args.hsds, args.into))
    return DONE


def _schema(args: argparse.Namespace) -> int:
    for path in write_schemas(args.out or folder() / "schema"):
        print(path)
    return DONE
