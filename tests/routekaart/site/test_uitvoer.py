"""The site on disk: whole or not at all, and never over the files of somebody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.routekaart.site import SiteFout, schrijf

FILES = {"index.html": b"nieuw", "regio/kampen.html": b"kampen"}


def listing(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["site", "a/b/site", "empty"])
def test_a_new_or_an_empty_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    schrijf(FILES, tmp_path / name)
    assert listing(tmp_path / name) == {".wegwijzer-routekaart", *FILES}
    assert (tmp_path / name / "index.html").read_bytes() == b"nieuw"


def test_an_older_site_is_replaced_as_a_whole(tmp_path: Path) -> None:
    schrijf({"index.html": b"oud", "oud.html": b"oud"}, tmp_path / "site")
    schrijf(FILES, tmp_path / "site")
    assert listing(tmp_path) == {"site/.wegwijzer-routekaart", *(f"site/{name}" for name in FILES)}


def test_a_folder_with_other_files_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("van mij")
    with pytest.raises(SiteFout, match=r"holds other files.*Mend"):
        schrijf(FILES, tmp_path)
    assert listing(tmp_path) == {"brief.txt"}


def test_a_file_or_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("van mij")
    (tmp_path / "map").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "map")
    for name in ("file", "link"):
        with pytest.raises(SiteFout, match=r"is a file or a link.*Mend"):
            schrijf(FILES, tmp_path / name)


def test_what_cannot_be_written_leaves_the_old_site(tmp_path: Path) -> None:
    schrijf({"index.html": b"oud"}, tmp_path / "site")
    with pytest.raises(SiteFout, match=r"cannot be written.*Mend"):
        schrijf({"index.html": b"nieuw", "index.html/onmogelijk.html": b""}, tmp_path / "site")
    assert listing(tmp_path) == {"site/.wegwijzer-routekaart", "site/index.html"}
    assert (tmp_path / "site" / "index.html").read_bytes() == b"oud"


def test_a_parent_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("van mij")
    with pytest.raises(SiteFout, match=r"cannot be written.*Mend"):
        schrijf(FILES, tmp_path / "file" / "site")
