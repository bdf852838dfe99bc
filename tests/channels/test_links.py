"""Phone numbers and addresses in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.channels.cards.links import markdown, pieces, target

FOUND = [
    ("Bel 112.", {"112": "tel:112"}),
    ("Bel 113 of 0800-0113.", {"113": "tel:113", "0800-0113": "tel:08000113"}),
    ("Veilig Thuis: 0800-2000, dag en nacht", {"0800-2000": "tel:08002000"}),
    ("de gemeente (14 0524)", {"14 0524": "tel:140524"}),
    ("038-421 93 02 of 06 12345678", {"038-421 93 02": "tel:0384219302", "06 12345678": "tel:0612345678"}),
    ("+31 38 421 93 02", {"+31 38 421 93 02": "tel:+31384219302"}),
    ("mail hulp@school.nl.", {"hulp@school.nl": "mailto:hulp@school.nl"}),
    ("zie https://www.school.nl/a?b=c.", {"https://www.school.nl/a?b=c": "https://www.school.nl/a?b=c"}),
    ("in 2024-05-11, 1120 leerlingen, groep 1-12", {}),
    ("javascript:alert(1) en www", {}),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[row[0] for row in FOUND])
def test_what_becomes_a_link(text: str, expected: dict[str, str]) -> None:
    assert {piece: address for piece, address in pieces(text) if address} == expected


@given(st.text())
def test_no_letter_is_lost(text: str) -> None:
    assert "".join(piece for piece, _ in pieces(text)) == text


@pytest.mark.parametrize("reach", ["javascript:alert(1)", "data:text/html,x", "", "onbekend", "file:///x", "//x.nl"])
def test_no_address(reach: str) -> None:
    assert target(reach) is None


@given(st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1))
def test_markdown_shows_exactly_the_text(text: str) -> None:
    tokens = MarkdownIt("commonmark").parseInline(markdown(text))[0].children or []
    assert "".join(token.content for token in tokens) == text
    assert not any(token.type in ("html_inline", "image", "em_open", "strong_open", "code_inline") for token in tokens)
