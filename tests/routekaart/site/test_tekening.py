"""The drawing: whatever the names, nothing overlaps and nothing runs out of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.routekaart.site.tekening import Halte, teken

names = st.lists(st.text("abcdefghij éW-", min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=4).map(tuple)
haltes = st.builds(
    Halte,
    zorgvraag=st.just("pesten"),
    naam=st.text("abcdefg -", min_size=1, max_size=60).filter(str.strip),
    urgentie=st.just("nu"),
    spoed=st.booleans(),
    school=names,
    buiten=st.one_of(st.just(()), names),
    pad=st.just("landelijk/pesten.html"),
)


@given(st.lists(haltes, min_size=1, max_size=5))
def test_everything_stands_below_what_comes_before(row: list[Halte]) -> None:
    drawing = teken("leren", row)
    below = 0
    for station in drawing.stations:
        assert station.y >= below
        lines = [regel.y for regel in (*station.naam, *station.school, *station.buiten)]
        assert lines == sorted(lines) and len(set(lines)) == len(lines)
        assert station.naam[-1].y < station.y + station.hoog < station.school[0].y
        below = lines[-1]
    assert below < drawing.hoog


@given(haltes)
def test_no_word_is_lost(halte: Halte) -> None:
    (station,) = teken("leren", [halte]).stations
    assert "".join(regel.tekst for regel in station.naam).replace(" ", "") == halte.naam.replace(" ", "")
