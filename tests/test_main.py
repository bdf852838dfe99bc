"""The command line as others call it: exit codes, formats and the sentences for a wrong call."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.routekaart import Rol, Routekaart
from bot.settings import ROOT

KEYS = [
    "zorgvraag", "gemeente", "schoolsoort", "rol", "urgentie", "eerst_in_school", "contacten", "stappen", "niet_doen", "zin",
    "toestemming", "escalatie", "bronnen",
]  # fmt: skip
CONTACT_KEYS = [
    "functie", "organisatie", "telefoon", "email", "url", "uren", "waarvoor", "wie_mag", "bron", "bron_datum", "gecontroleerd_op",
]  # fmt: skip
REGIONS = [
    # place, municipality, what makes it this region
    ("Coevorden", "Coevorden", "the municipality itself"),
    ("Kampen", "Kampen", "the municipality itself"),
    ("Sassenheim", "Teylingen", "a village in the Duin- en Bollenstreek"),
    ("zwartsluis", "Zwartewaterland", "a village in lower case"),
    ("Stadshagen", "Zwolle", "a neighbourhood"),
]


def bot(*args: str, timeout: int = 60) -> subprocess.CompletedProcess[str]:
    """`python -m bot` as a process of its own."""
    command = [sys.executable, "-m", "bot", *args]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=timeout)


def lines(path: Path, *rows: Any) -> str:
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("place", "gemeente", "reason"), REGIONS, ids=[row[0] for row in REGIONS])
def test_advise_json_has_exactly_the_promised_keys(place: str, gemeente: str, reason: str) -> None:
    done = bot("advise", "kindermishandeling", "--gemeente", place, "--schoolsoort", "po", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    advies = json.loads(line)
    assert list(advies) == KEYS
    assert (advies["zorgvraag"], advies["gemeente"], advies["schoolsoort"], advies["rol"]) == (
        "kindermishandeling",
        gemeente,
        "po",
        "leerkracht",
    )
    assert advies["urgentie"]["niveau"] in {"nu", "vandaag", "deze_week", "gewoon"}
    assert advies["toestemming"]["nodig"] in {"ja", "nee", "uitzondering"}
    assert [list(advies[key]) for key in ("urgentie", "eerst_in_school", "toestemming")] == [
        ["niveau", "reden"],
        ["rol", "tekst"],
        ["nodig", "tekst"],
    ]
    assert all(list(contact) == CONTACT_KEYS for contact in advies["contacten"])
    assert all(list(bron) == ["titel", "url", "datum"] for bron in advies["bronnen"])
    assert any(contact["telefoon"] == "0800-2000" for contact in advies["contacten"])


DEFAULT_ROLES = [
    ((), "leerkracht"),
    (("--schoolsoort", "po"), "leerkracht"),
    (("--schoolsoort", "vo"), "mentor"),
    (("--rol", "directie"), "directie"),
]


@pytest.mark.parametrize(("args", "rol"), DEFAULT_ROLES, ids=[" ".join(row[0]) or "nothing said" for row in DEFAULT_ROLES])
def test_the_default_role(args: tuple[str, ...], rol: str) -> None:
    assert json.loads(bot("advise", "pesten", *args, "--json").stdout)["rol"] == rol


def test_advise_in_an_unknown_municipality_says_so_and_gives_the_national_route(kaart: Routekaart) -> None:
    done = bot("advise", "pesten", "--gemeente", "Nergenshuizen")
    assert done.returncode == 0
    assert done.stdout.startswith("De afspraken van Nergenshuizen ken ik nog niet.")
    assert kaart.zorgvragen["pesten"].label in done.stdout
    assert json.loads(bot("advise", "pesten", "--gemeente", "Nergenshuizen", "--json").stdout)["gemeente"] is None


def test_advise_as_text_shows_every_part() -> None:
    text = bot("advise", "suicidaliteit", "--gemeente", "Zwolle", "--schoolsoort", "vo").stdout
    for heading in (
        "Nu doen",
        "Eerst in school",
        "Wie helpt buiten school",
        "Wat je doet",
        "Wat je niet doet",
        "Dit kun je zeggen",
        "Toestemming",
        "Bronnen",
    ):
        assert heading in text


WRONG_CALLS = [
    (("advise", "bestaat_niet"), "'bestaat_niet' does not exist. Mend: use one of acuut_gevaar", "a wrong concern"),
    (("advise",), "required: zorgvraag", "no concern"),
    (("advise", "pesten", "--rol", "conrector"), "invalid choice", "a wrong role"),
    (("advise", "pesten", "--schoolsoort", "mbo"), "invalid choice", "a wrong kind of school"),
    ((), "required: COMMAND", "no command"),
    (("vlieg",), "invalid choice", "a wrong command"),
    (("redact",), "required: --in", "no file"),
    (("redact", "--in", "/nergens/x.jsonl"), "Mend: name a readable UTF-8 file.", "a file that is not there"),
    (("classify", "--in", "/nergens/x.jsonl"), "Mend: name a readable UTF-8 file.", "a file that is not there, for classify"),
    (("chat", "--in", "/nergens/x.jsonl"), "Mend: name a readable UTF-8 file.", "a file that is not there, for chat"),
    (("redact", "--in", str(ROOT)), "Mend: name a readable UTF-8 file.", "a folder"),
    (("routekaart", "maak"), "invalid choice", "a wrong word after routekaart"),
    (("routekaart", "site"), "required: OUT", "no folder for the site"),
    (("routekaart", "site", str(ROOT)), "holds other files, which stay as they are. Mend: name a new or an empty folder.", "a full folder"),
]


@pytest.mark.parametrize(("args", "message", "reason"), WRONG_CALLS, ids=[row[2] for row in WRONG_CALLS])
def test_a_wrong_call_ends_with_2_and_says_why(args: tuple[str, ...], message: str, reason: str) -> None:
    done = bot(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


BROKEN_LINES = [
    ('{"id": 1, "text": "goed"}\n{"id": 2,', ":2: this is not a JSON object", "half a line"),
    ('{"id": 1}', ":1: text is missing", "a missing key"),
    ("{}", ":1: id, text is missing", "two missing keys"),
    ("[1, 2]", ":1: ", "a list"),
    ("5", ":1: this is not a JSON object", "a number"),
    ('\n\n{"id": 1, "tekst": "x"}', ":3: text is missing", "empty lines count"),
]


@pytest.mark.parametrize(("content", "message", "reason"), BROKEN_LINES, ids=[row[2] for row in BROKEN_LINES])
def test_a_broken_line_is_named(tmp_path: Path, content: str, message: str, reason: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(content, encoding="utf-8")
    done = bot("redact", "--in", str(path))
    assert done.returncode == 2
    assert f"{path}{message}" in done.stderr and "Mend: " in done.stderr


def test_redact_keeps_order_and_format(tmp_path: Path) -> None:
    rows = [{"id": "b", "text": "een coördinator 😀"}, {"id": 7, "text": ""}, {"id": "a", "text": 'een "citaat" en een \\', "extra": 1}]
    done = bot("redact", "--in", lines(tmp_path / "in.jsonl", *rows))
    assert done.returncode == 0
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["id"], list(row)) for row in out] == [(row["id"], ["id", "text", "spans"]) for row in rows]
    assert [row["text"] for row in out] == [row["text"] for row in rows]


def test_a_line_separator_inside_a_text_is_no_new_line(tmp_path: Path) -> None:
    done = bot("redact", "--in", lines(tmp_path / "in.jsonl", {"id": 1, "text": "een\u2028twee\x85drie"}))
    assert done.returncode == 0
    assert json.loads(done.stdout)["text"] == "een\u2028twee\x85drie"


@pytest.mark.parametrize("value", [None, 5, ["x"]])
def test_a_text_that_is_no_string_is_a_wrong_call(tmp_path: Path, value: object) -> None:
    assert bot("redact", "--in", lines(tmp_path / "in.jsonl", {"id": 1, "text": value})).returncode == 2


def test_routekaart_check_counts_and_finds_no_fault() -> None:
    done = bot("routekaart", "check", timeout=120)
    assert done.returncode == 0, done.stdout[:2000]
    counts = {line[7:]: int(line[:6]) for line in done.stdout.splitlines()}
    assert (counts["zorgvragen"], counts["regio's"], counts["fouten"]) == (42, 5, 0)


def test_routekaart_site_writes_a_site_and_replaces_it(tmp_path: Path) -> None:
    for _ in range(2):
        done = bot("routekaart", "site", str(tmp_path / "site"))
        assert (done.returncode, done.stderr) == (0, "")
        assert str(tmp_path / "site" / "index.html") in done.stdout
    assert (tmp_path / "site" / "regio" / "kampen" / "pesten.html").is_file()


def test_help_names_every_command() -> None:
    done = bot("--help")
    assert done.returncode == 0
    for command in ("run", "chat", "classify", "redact", "advise", "routekaart"):
        assert command in done.stdout


def test_a_wrong_setting_ends_with_2_and_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWIJZER_PORT", "veel")
    done = bot("advise", "pesten", "--json")
    assert done.returncode == 2 and "WEGWIJZER_PORT is 'veel'" in done.stderr


def test_classify_gives_one_line_a_message(tmp_path: Path, model: Path, kaart: Routekaart) -> None:
    rows = [
        {"id": "x", "text": "een leerling wordt gepest op het plein"},
        {"id": "y", "text": "ze zegt dat ze zelfmoord wil plegen"},
        {"id": "z", "text": ""},
    ]
    done = bot("classify", "--in", lines(tmp_path / "in.jsonl", *rows), timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in out] == ["x", "y", "z"]
    assert all(list(row) == ["id", "ranking", "ask", "offered", "also", "safety"] for row in out)
    assert out[0]["ranking"][0]["name"] == "pesten" and not out[0]["safety"]
    assert out[1]["ranking"][0]["name"] == "suicidaliteit" and out[1]["safety"]
    for row in out:
        assert {*row["offered"], *row["also"]} <= set(kaart.zorgvragen)
        assert all(list(item) == ["name", "confidence"] for item in row["ranking"])


def test_chat_plays_each_line_as_a_conversation_of_its_own(tmp_path: Path, model: Path) -> None:
    turns = [{"gebruiker": "Wij zitten in Kampen."}, {"gebruiker": "Een leerling uit groep 6 wordt gepest."}]
    path = lines(tmp_path / "in.jsonl", {"id": 1, "beurten": turns}, {"id": 2, "beurten": turns[1:]})
    done = bot("chat", "--in", path, timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["id"], row["beurt"], row["gemeente"]) for row in out] == [(1, 0, "Kampen"), (1, 1, "Kampen"), (2, 0, None)]
    for row in out:
        assert list(row) == ["id", "beurt", "gebruiker", "antwoord", "zorgvraag", "gemeente"]
        assert row["antwoord"] and all(list(answer) == ["text", "buttons", "advies"] for answer in row["antwoord"])
        assert all(list(button) == ["title", "payload"] for answer in row["antwoord"] for button in answer["buttons"])
    assert [list(answer["advies"]) for answer in out[1]["antwoord"] if answer["advies"]] == [KEYS]


def test_the_roles_of_the_command_line_are_those_of_the_design() -> None:
    assert [rol.value for rol in Rol] == ["leerkracht", "mentor", "intern_begeleider", "zorgcoordinator", "directie", "invaller"]


def test_training_on_the_way_prints_nothing_on_standard_output(model: Path) -> None:
    """`classify` and `chat` train first where no model fits; their standard output is for JSON lines only."""
    code = "import pathlib, bot.model as m, bot.__main__ as b; m.model_path = lambda: pathlib.Path('/nergens/model.tar.gz'); b._model()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (0, "")
