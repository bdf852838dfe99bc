"""The site of the real content, and a reader for its pages."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser
from typing import Mapping, Optional

import pytest

from bot.routekaart import Routekaart
from bot.routekaart.site import Bestanden, bouw, leken_woorden

_VOID = {"meta", "link", "input", "br", "img", "hr"}


class Pagina(HTMLParser):
    """One parsed page: its elements, its visible text, and what a browser would have to repair."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    @property
    def links(self) -> list[str]:
        return [attrs["href"] for tag, attrs in self.elements if tag == "a"]

    def attributes(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.elements if name == tag]


@dataclasses.dataclass(frozen=True)
class Gelezen:
    files: Bestanden
    pages: Mapping[str, Pagina]


def read_site(kaart: Routekaart) -> Gelezen:
    files = bouw(kaart, leken_woorden())
    return Gelezen(files, {pad: Pagina(content.decode()) for pad, content in files.items() if pad.endswith(".html")})


@pytest.fixture(scope="session")
def site(kaart: Routekaart) -> Gelezen:
    return read_site(kaart)
