"""The one query: total over everything that can be asked."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.routekaart import Advies, Rol, Routekaart, Schoolsoort, load
from bot.routekaart.advies import Contact

KAART = load()
GEMEENTEN = [gemeente.naam for regio in KAART.regios.values() for gemeente in regio.gemeenten]
PLAATSEN = st.one_of(st.none(), st.sampled_from(GEMEENTEN), st.sampled_from(sorted(KAART.plaatsen)), st.text(max_size=40))
MOMENTEN = st.one_of(st.none(), st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31)))


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(sorted(KAART.zorgvragen)),
    PLAATSEN,
    st.one_of(st.none(), st.sampled_from(Schoolsoort)),
    st.one_of(st.none(), st.sampled_from(Rol)),
    MOMENTEN,
)
def test_every_question_gets_a_whole_advice(
    zorgvraag: str, plaats: str | None, soort: Schoolsoort | None, rol: Rol | None, nu: dt.datetime | None
) -> None:
    advies = KAART.advise(zorgvraag, plaats, soort, rol, nu)
    assert advies.zorgvraag == zorgvraag
    assert advies.urgentie.niveau in {"nu", "vandaag", "deze_week", "gewoon"}
    for text in (advies.urgentie.reden, advies.eerst_in_school.tekst, advies.zin, advies.toestemming.tekst, advies.escalatie):
        assert text.strip()
    assert 1 <= len(advies.contacten) <= 3
    assert 1 <= len(advies.stappen) <= 6
    assert 1 <= len(advies.niet_doen) <= 3
    assert advies.bronnen


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(KAART.zorgvragen)), PLAATSEN, st.sampled_from(Schoolsoort), st.sampled_from(Rol))
def test_an_advice_survives_json(zorgvraag: str, plaats: str | None, soort: Schoolsoort, rol: Rol) -> None:
    advies = KAART.advise(zorgvraag, plaats, soort, rol)
    assert Advies.from_dict(json.loads(json.dumps(advies.as_dict()))) == advies


@pytest.mark.parametrize("gemeente", [*GEMEENTEN, "Nergenshuizen"])
@pytest.mark.parametrize("zorgvraag", sorted(KAART.zorgvragen))
def test_every_contact_fact_stands_in_the_data(kaart: Routekaart, zorgvraag: str, gemeente: str) -> None:
    """N23: no number, mail or address that is not in the route map, and each with its source."""
    regio = kaart.regio_of(kaart.gemeente(gemeente))
    organisaties = (*kaart.landelijk.organisaties, *(regio.organisaties if regio else ()))
    known = {feit.waarde for organisatie in organisaties for feit in organisatie.feiten}
    for soort in Schoolsoort:
        for contact in kaart.advise(zorgvraag, gemeente, soort).contacten:
            facts = {fact for fact in (contact.telefoon, contact.email, contact.url) if fact}
            assert facts <= known
            assert contact.bron or not facts


def test_a_village_gives_its_municipality(kaart: Routekaart) -> None:
    for plaats, gemeente in {
        "Dalen": "Coevorden",
        "genemuiden": "Zwartewaterland",
        "IJSSELMUIDEN": "Kampen",
        "Stadshagen": "Zwolle",
    }.items():
        assert kaart.advise("pesten", plaats).gemeente == gemeente


def test_an_unknown_municipality_gets_the_national_route(kaart: Routekaart) -> None:
    advies = kaart.advise("ongeoorloofd_verzuim", "Hardenberg", Schoolsoort.VO)
    assert advies.gemeente is None
    regional = {organisatie.naam for regio in kaart.regios.values() for organisatie in regio.organisaties}
    assert not regional & {contact.organisatie for contact in advies.contacten}


def test_a_contact_that_is_not_known_says_whom_to_ask(kaart: Routekaart) -> None:
    contact = kaart.contact("leerplicht", None, Schoolsoort.PO, Rol.LEERKRACHT)
    assert contact.organisatie is None and contact.telefoon is None
    assert "intern begeleider" in contact.waarvoor


def test_the_region_fulfils_the_function(kaart: Routekaart) -> None:
    for gemeente, part in {"Kampen": "CJG", "Zwolle": "Wijkteam", "Lisse": "JGT"}.items():
        assert part in (kaart.contact("jeugdhulp_toegang", gemeente).organisatie or "")


def test_what_is_closed_now_comes_last_and_says_so(kaart: Routekaart) -> None:
    sunday_night = dt.datetime(2026, 11, 22, 23, 0)
    contacts = kaart.advise("grensoverschrijdend_medewerker", None, Schoolsoort.VO, None, sunday_night).contacten
    inspector = next(contact for contact in contacts if contact.functie == "vertrouwensinspecteur")
    assert "dicht" in (inspector.uren or "")
    closed = ["dicht" in (contact.uren or "") for contact in contacts]
    assert closed == sorted(closed)


def test_a_concern_that_does_not_exist_is_refused(kaart: Routekaart) -> None:
    with pytest.raises(KeyError):
        kaart.advise("bestaat_niet")


def test_without_haste_the_order_stays_also_when_something_is_closed(kaart: Routekaart) -> None:
    sunday_night = dt.datetime(2026, 11, 22, 23, 0)
    at_night = [contact.functie for contact in kaart.advise("pesten", None, Schoolsoort.PO, None, sunday_night).contacten]
    assert at_night == [contact.functie for contact in kaart.advise("pesten", None, Schoolsoort.PO).contacten]


AFTER_HOURS = [
    (dt.datetime(2026, 11, 24, 21, 0), "a weekday evening"),
    (dt.datetime(2026, 11, 22, 14, 0), "a Sunday"),
    (dt.datetime(2026, 4, 27, 11, 0), "King's Day, a Monday"),
    (dt.datetime(2026, 12, 31, 23, 50), "New Year's Eve"),
    (dt.datetime(2027, 1, 1, 0, 5), "New Year's night"),
    (dt.datetime(2026, 3, 29, 2, 30), "the hour that the clock skips"),
    (dt.datetime(2026, 10, 25, 2, 30), "the hour that comes twice"),
    (dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.timezone.utc), "the same hour, with a time zone"),
]
URGENT = sorted(z for z, route in KAART.routes.items() if route.urgentie.niveau.value in ("nu", "vandaag"))


def reachable(contact: Contact, gemeente: str | None, moment: dt.datetime) -> int:
    """0: open, 1: not known, 2: closed; looked up in the data, apart from the query."""
    regio = KAART.regio_of(gemeente)
    organisaties = (*(regio.organisaties if regio else ()), *KAART.landelijk.organisaties)
    uren = next((o.uren for o in organisaties if o.naam == contact.organisatie and contact.functie in o.functies), None)
    is_open = uren.open_op(moment) if uren else None
    return 1 if is_open is None else (0 if is_open else 2)


@pytest.mark.parametrize(("moment", "reason"), AFTER_HOURS, ids=[row[1] for row in AFTER_HOURS])
@pytest.mark.parametrize("zorgvraag", URGENT)
def test_after_hours_an_urgent_answer_leads_with_what_is_open(zorgvraag: str, moment: dt.datetime, reason: str) -> None:
    for gemeente in (None, *GEMEENTEN):
        for soort in Schoolsoort:
            contacts = KAART.advise(zorgvraag, gemeente, soort, None, moment).contacten
            ranks = [reachable(contact, gemeente, moment) for contact in contacts]
            assert ranks == sorted(ranks)
            assert all(("dicht" in (contact.uren or "")) == (rank == 2) for contact, rank in zip(contacts, ranks, strict=True))


def test_at_night_the_open_lines_for_suicide_come_before_the_advice_line_of_office_hours() -> None:
    by_day = [c.functie for c in KAART.advise("suicidaliteit", "Zwolle", None, None, dt.datetime(2026, 11, 24, 11, 0)).contacten]
    at_night = [c.functie for c in KAART.advise("suicidaliteit", "Zwolle", None, None, dt.datetime(2026, 11, 24, 23, 0)).contacten]
    assert "zelfmoordpreventie_overleg" in by_day
    assert at_night[:2] == ["zelfmoordpreventie", "nood"]


def test_in_office_hours_the_order_of_the_route_stays_where_nothing_is_closed() -> None:
    tuesday = dt.datetime(2026, 11, 24, 11, 0)
    for zorgvraag in URGENT:
        by_day = [c.functie for c in KAART.advise(zorgvraag, None, Schoolsoort.PO, None, tuesday).contacten]
        assert by_day == [c.functie for c in KAART.advise(zorgvraag, None, Schoolsoort.PO).contacten]
