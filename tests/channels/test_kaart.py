"""The route map as Rasa serves it: the pages, their safety, and that they follow the content."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

import pytest

from bot.channels.kaart import KaartInput, Sitemaker, pagina
from bot.routekaart import Routekaart
from bot.routekaart.loader import FOLDER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER.parent / "lexicon", tmp_path / "lexicon")
    return Path(shutil.copytree(FOLDER, tmp_path / "routekaart"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns + 2_000_000_000))


def test_a_changed_number_is_on_the_next_page_and_a_broken_file_changes_nothing(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    maker, file = Sitemaker(folder), folder / "regio" / "kampen.yml"
    first = maker.site()
    assert first is not None and maker.site() is first
    change(file, "038-337 00 30", "038-111 11 11")
    second = maker.site()
    assert second is not None and b"038-111 11 11" in second.files["regio/kampen.html"]
    change(file, "naam: Kampen", "naem: Kampen")
    with caplog.at_level(logging.ERROR):
        assert maker.site() is second
        assert maker.site() is second
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "kampen.yml" in caplog.text and "Mend" in caplog.text


def test_content_that_was_never_good_gives_no_site(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "zorgvragen.yml").write_text("{", encoding="utf-8")
    assert Sitemaker(folder).site() is None
    assert "zorgvragen.yml" in caplog.text


@pytest.mark.parametrize(("gemeente", "pad"), [("Dalen", "regio/coevorden"), ("Atlantis", "landelijk"), (None, "landelijk")])
async def test_an_advice_leads_to_its_page(kaart: Routekaart, gemeente: str | None, pad: str) -> None:
    assert await pagina(kaart.advise("pesten", gemeente).as_dict()) == f"/routekaart/{pad}/pesten.html"


async def test_without_an_advice_there_is_no_page() -> None:
    assert await pagina(None) is None


def test_the_channel_says_how_rasa_mounts_it() -> None:
    channel = KaartInput.from_credentials(None)
    assert (channel.name(), channel.url_prefix()) == ("kaart", "/routekaart")
