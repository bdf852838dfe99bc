"""Dates, addresses and phone numbers as they read on a page."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from bot.routekaart.site import opmaak

DATES = [("2026-11-21", "21-11-2026"), ("2022-09", "09-2022"), ("2022", "2022"), ("zonder datum", "zonder datum")]


@pytest.mark.parametrize(("iso", "shown"), DATES)
def test_a_date_is_as_precise_as_it_is_known(iso: str, shown: str) -> None:
    assert opmaak.datum(iso) == shown


TEXTS = [
    ("Bel 112.", 'Bel <a href="tel:112">112</a>.', "a number"),
    ("Bel 020-311 38 88, nu", 'Bel <a href="tel:0203113888">020-311 38 88</a>, nu', "a number with spaces"),
    ("Bel 0900-111 3 111", 'Bel <a href="tel:09001113111">0900-111 3 111</a>', "a number that begins another"),
    ("In 1120 of 112-5", "In 1120 of 112-5", "only part of a number"),
    ("Bel 020-999 99 99", "Bel 020-999 99 99", "a number that is not in the data"),
    ("<b>112</b>", '&lt;b&gt;<a href="tel:112">112</a>&lt;/b&gt;', "markup stays text"),
]


@pytest.mark.parametrize(("text", "html", "reason"), TEXTS, ids=[row[2] for row in TEXTS])
def test_numbers_of_the_data_can_be_called(text: str, html: str, reason: str) -> None:
    assert opmaak.beller(["112", "0900-111", "0900-111 3 111", "020-311 38 88"])(text) == Markup(html)


def test_a_map_without_numbers_links_nothing() -> None:
    assert opmaak.beller([])("Bel 112") == "Bel 112"


ADDRESSES = [
    ("https://www.kampen.nl/zorg/", "https://www.kampen.nl/zorg/"),
    ("javascript:alert(1)", None),
    ("Een krantenbericht", None),
    (None, None),
]


@pytest.mark.parametrize(("bron", "adres"), ADDRESSES)
def test_only_a_web_address_becomes_a_link(bron: str | None, adres: str | None) -> None:
    assert opmaak.webadres(bron) == adres


def test_a_source_is_named_by_its_site_or_title() -> None:
    assert opmaak.bronnaam("https://www.kampen.nl/zorg/") == "kampen.nl"
    assert opmaak.bronnaam("Nieuwsbericht 2017") == "Nieuwsbericht 2017"
