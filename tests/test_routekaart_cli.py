"""`python -m bot routekaart …` as an administrator calls it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.routekaart import Routekaart, load
from bot.routekaart.gaten import Gat, gaten
from bot.routekaart.loader import FOLDER
from bot.routekaart_cli import WIDTH, gap_tables
from tests.test_main import bot


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the content, chosen by the setting."""
    copy = Path(shutil.copytree(FOLDER, tmp_path / "routekaart"))
    monkeypatch.setenv("WEGWIJZER_ROUTEKAART", str(copy))
    return copy


def test_strict_names_what_is_due_and_fails(folder: Path) -> None:
    file = folder / "regio" / "kampen.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("bron: kamperkompas_cjg}", "bron: kamperkompas_cjg, gecontroleerd_op: 2020-01-31}")
    )
    done = bot("routekaart", "check", "--strict", timeout=120)
    assert done.returncode == 1
    assert "regio/kampen.yml:" in done.stdout and "was last checked on 2020-01-31" in done.stdout
    assert "(keeper: Gemeente Kampen). Mend: call or look, then write gecontroleerd_op: " in done.stdout
    assert done.stdout.splitlines()[-1].split() == ["0", "fouten"]


def test_without_strict_what_is_due_is_only_counted() -> None:
    done = bot("routekaart", "check", timeout=120)
    assert done.returncode == 0 and "Mend" not in done.stdout and "nooit door een mens gecontroleerd" in done.stdout


def test_the_list_for_a_person_of_the_field() -> None:
    done = bot("routekaart", "check", "--lijst", timeout=120)
    listed = [line for line in done.stdout.splitlines() if line.startswith("routes/")]
    assert done.returncode == 0 and len(listed) > 100


def test_gaps_as_json_are_those_of_the_query(kaart: Routekaart) -> None:
    found = json.loads(bot("routekaart", "gaps", "--json").stdout)
    assert found["regios"] == list(kaart.regios)
    assert found["gaten"]
    for gat in found["gaten"]:
        assert list(gat) == ["zorgvraag", "regio", "functie", "gemeenten", "overal", "opmerking"]
        for gemeente in gat["gemeenten"]:
            soorten = [None, *(hulp.schoolsoort for hulp in kaart.routes[gat["zorgvraag"]].hulp if hulp.functie == gat["functie"])]
            assert any(kaart.contact(gat["functie"], gemeente, soort).organisatie is None for soort in soorten)


def test_the_table_of_gaps_fits_and_explains_every_number() -> None:
    lines = bot("routekaart", "gaps").stdout.splitlines()
    assert max(len(line) for line in lines) <= WIDTH
    used = {word.rstrip("*") for line in lines[: lines.index("")] for word in line.split() if word.rstrip("*").isdigit()}
    legend = {line.split()[0] for line in lines[lines.index("") + 1 :] if line.split() and line.split()[0].isdigit()}
    assert used == legend


def test_many_regions_get_more_tables(kaart: Routekaart) -> None:
    many = {f"r{n}": next(iter(kaart.regios.values())).copy(update={"id": f"r{n}"}) for n in range(12)}
    wide = Routekaart(**{**kaart.__dict__, "regios": many})
    lines = gap_tables(wide, [Gat("pesten", f"r{n}", "leerplicht", ("X",), True, None) for n in range(12)])
    assert max(len(line) for line in lines) <= WIDTH
    assert sum(line.startswith("-") for line in lines) == 3


def test_no_gaps_is_said(kaart: Routekaart) -> None:
    assert gap_tables(kaart, []) == ["Er ontbreekt niets."]
    assert list(gaten(Routekaart(**{**kaart.__dict__, "regios": {}}))) == []


def test_schemas_stand_where_the_files_look_for_them(folder: Path) -> None:
    done = bot("routekaart", "schema")
    assert done.returncode == 0
    assert (folder / "schema" / "regio.json").is_file() and str(folder / "schema" / "regio.json") in done.stdout


def test_out_and_back(folder: Path, tmp_path: Path, kaart: Routekaart) -> None:
    file, into = str(tmp_path / "uit.json"), tmp_path / "terug"
    assert bot("routekaart", "export", "--hsds", file).returncode == 0
    assert bot("routekaart", "import", "--hsds", file, "--into", str(into)).returncode == 0
    assert load(into) == kaart
    again = bot("routekaart", "import", "--hsds", file, "--into", str(into))
    assert (again.returncode, "Traceback" in again.stderr) == (1, False)
    assert "is no empty folder. Mend: name a folder that is new or empty." in again.stderr


WRONG = [
    (("routekaart", "new"), "required: --gemeente", "no name"),
    (("routekaart", "new", "--gemeente", "Kampen"), "is in the route map already. Mend: ", "a municipality that is there"),
    (("routekaart", "export"), "required: --hsds", "no file"),
    (("routekaart", "export", "--hsds", "/nergens/x.json"), "cannot be written: ", "a file that cannot be"),
    (("routekaart",), "required: WHAT", "nothing said"),
]


@pytest.mark.parametrize(("args", "message", "reason"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_call_ends_with_2(folder: Path, args: tuple[str, ...], message: str, reason: str) -> None:
    done = bot(*args)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)
    assert message in done.stderr


def test_a_content_folder_that_is_not_there_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWIJZER_ROUTEKAART", "/nergens")
    done = bot("advise", "pesten", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "WEGWIJZER_ROUTEKAART is '/nergens', which is no folder. Mend: " in done.stderr
