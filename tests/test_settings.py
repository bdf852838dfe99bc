"""The environment becomes typed settings; what cannot be used is refused with the name of the variable and the mend."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.settings import Settings


def test_the_defaults_need_no_environment() -> None:
    settings = Settings.from_env({})
    assert dataclasses.replace(settings, secret="") == Settings()
    assert settings.url == "http://127.0.0.1:5005"
    assert settings.actions_url == "http://127.0.0.1:5055/webhook"


VALUES = [
    ("WEGWIJZER_PORT", "8080", "port", 8080, "a number"),
    ("WEGWIJZER_PORT", " 8080 ", "port", 8080, "a number with spaces"),
    ("WEGWIJZER_HOST", "0.0.0.0", "host", "0.0.0.0", "a text"),
    ("WEGWIJZER_SECRET", "geheim", "secret", "geheim", "a secret"),
    ("WEGWIJZER_ORIGINS", "https://a.nl/, https://b.nl", "origins", ("https://a.nl", "https://b.nl"), "a list, slash at the end"),
    ("WEGWIJZER_ORIGINS", " , ", "origins", (), "an empty list"),
    ("WEGWIJZER_TRACKER_DB", "/tmp/x.sqlite3", "tracker_db", "/tmp/x.sqlite3", "a path"),
]


@pytest.mark.parametrize(("name", "value", "field", "expected", "reason"), VALUES, ids=[row[4] for row in VALUES])
def test_a_variable_sets_its_field(name: str, value: str, field: str, expected: object, reason: str) -> None:
    assert getattr(Settings.from_env({name: value}), field) == expected


NUMBERS = [field.name for field in dataclasses.fields(Settings) if field.type == "int"]


def test_there_are_numbers_to_check() -> None:
    assert {"port", "actions_port", "max_tekens", "max_per_minuut", "sessie_uren"} <= set(NUMBERS)


MAY_BE_NONE = {"proxys"}


@pytest.mark.parametrize(
    ("field", "value"),
    [(field, value) for field in NUMBERS for value in ("", "abc", "5.5", "0", "-1") if value != "0" or field not in MAY_BE_NONE],
)
def test_a_wrong_number_is_refused_by_name(field: str, value: str) -> None:
    name = f"WEGWIJZER_{field.upper()}"
    with pytest.raises(UsageError, match=rf"^{name} is .*Mend: give a number"):
        Settings.from_env({name: value})


def test_a_port_that_cannot_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="WEGWIJZER_PORT"):
        Settings.from_env({"WEGWIJZER_PORT": "99999"})


def test_an_unset_or_empty_secret_is_made_anew_each_time() -> None:
    secrets = [Settings.from_env(env).secret for env in ({}, {}, {"WEGWIJZER_SECRET": ""}, {"WEGWIJZER_SECRET": ""})]
    assert len(set(secrets)) == 4
    assert min(map(len, secrets)) >= 32


@given(st.dictionaries(st.text(max_size=20).filter(lambda name: not name.startswith("WEGWIJZER_")), st.text(max_size=20), max_size=5))
def test_other_variables_change_nothing(env: dict[str, str]) -> None:
    assert dataclasses.replace(Settings.from_env(env), secret="") == Settings()


def test_the_children_get_the_same_secret_and_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMETHING_ELSE", "stays")
    settings = Settings(secret="geheim", actions_port=6000, tracker_db="/tmp/t.sqlite3")
    env = settings.for_children()
    assert Settings.from_env(env).secret == "geheim"
    assert (env["WEGWIJZER_ACTIONS_URL"], env["WEGWIJZER_TRACKER_DB"]) == ("http://127.0.0.1:6000/webhook", "/tmp/t.sqlite3")
    assert (env["RASA_TELEMETRY_ENABLED"], env["SOMETHING_ELSE"]) == ("false", "stays")


def test_a_journal_belongs_to_one_store() -> None:
    def folder(url: str) -> str:
        return Settings(tracker_db=url, journaal="/j").journal_folder.name

    assert folder("postgresql://a:oud@host/x") == folder("postgresql://a:nieuw@host/x")
    assert (
        len({folder(url) for url in ("postgresql://a:b@host/x", "postgresql://a:b@host/y", "postgresql://a:b@other/x", "/een", "/twee")})
        == 5
    )
