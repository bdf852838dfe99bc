"""Places in a message: villages, neighbourhoods, spelling, words that only look like a place, and where they stand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.places import ANDERE_GEMEENTE, GEMEENTE, PlaceExtractor

PLACES = PlaceExtractor()
KNOWN = sorted({" ".join(key) for key in PLACES._names})


def found(text: str) -> list[tuple[str, str, str]]:
    """Kind, municipality and the piece of text of every place."""
    return [(place["entity"], place["value"], text[place["start"] : place["end"]]) for place in PLACES.places(text)]


IN_THE_ROUTE_MAP = [
    # text, municipality, piece of text, reason
    ("ik werk in kampen", "Kampen", "kampen", "a municipality"),
    ("GENEMUIDEN", "Zwartewaterland", "GENEMUIDEN", "a village in capitals"),
    ("Hij woont in Dalerpeel.", "Coevorden", "Dalerpeel", "a village before a full stop"),
    ("onze school staat in stadshagen", "Zwolle", "stadshagen", "a neighbourhood"),
    ("de Aa-landen", "Zwolle", "de Aa-landen", "a name with a hyphen and an article"),
    ("leerling uit Katwijk aan den Rijn", "Katwijk", "Katwijk aan den Rijn", "the longest name wins over the shorter"),
    ("zwolle-zuid", "Zwolle", "zwolle-zuid", "a part of town wins over the town"),
    ("in 's Heerenbroek", "Kampen", "s Heerenbroek", "an apostrophe before the name"),
    ("in sheerenbroek", "Kampen", "sheerenbroek", "written as it sounds"),
    ("gällemuun", "Zwartewaterland", "gällemuun", "a name in dialect with an accent"),
    ("coevroden", "Coevorden", "coevroden", "two letters swapped"),
    ("hillegomm", "Hillegom", "hillegomm", "a letter too many"),
    ("noordwijkerhou", "Noordwijk", "noordwijkerhou", "a letter too few"),
    ("sasenheim", "Teylingen", "sasenheim", "a misspelling that the data lists"),
    ("gemeente Lisse", "Lisse", "Lisse", "after the word gemeente"),
]


@pytest.mark.parametrize(("text", "gemeente", "piece", "reason"), IN_THE_ROUTE_MAP, ids=[row[3] for row in IN_THE_ROUTE_MAP])
def test_a_place_of_the_route_map(text: str, gemeente: str, piece: str, reason: str) -> None:
    assert found(text) == [(GEMEENTE, gemeente, piece)]


ELSEWHERE = [
    ("wij zitten in Hardenberg", "Hardenberg", "a neighbour of the regions"),
    ("den bosch", "Den Bosch", "two words in lower case"),
    ("Súdwest-Fryslân", "Súdwest-Fryslân", "accents"),
    ("sudwest fryslan", "Súdwest-Fryslân", "the same without accents and hyphen"),
    ("een leerling uit ede", "Ede", "a short name after a preposition"),
    ("Marknesse", "Marknesse", "a village and nothing else"),
    ("onze school staat in sint jansklooster", "Sint Jansklooster", "a village at the end of a short message"),
]


PASSING = [
    "zijn oma uit Marknesse haalt hem elke dag op",
    "Marknesse is ver weg",
    "moeder is naar Marknesse verhuisd en nu eet hij niet meer",
]


@pytest.mark.parametrize("text", PASSING)
def test_a_village_elsewhere_in_passing_is_no_place_of_the_school(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "gemeente", "reason"), ELSEWHERE, ids=[row[2] for row in ELSEWHERE])
def test_another_dutch_municipality(text: str, gemeente: str, reason: str) -> None:
    assert [(kind, name) for kind, name, _ in found(text)] == [(ANDERE_GEMEENTE, gemeente)]


AMBIGUOUS = [
    ("wij zitten in dalen", ["Coevorden"], "after a preposition it is the village"),
    ("Dalen", ["Coevorden"], "alone it is the village"),
    ("de school van Dalen is klein", ["Coevorden"], "with a capital inside a sentence"),
    ("in Dalen: zijn cijfers dalen", ["Coevorden"], "the village and the verb in one message"),
    ("zijn cijfers dalen", [], "the verb"),
    ("Dalen zijn cijfers nog verder?", [], "the verb at the beginning of a sentence"),
    ("dat is het best", [], "an adverb"),
    ("hij is echt bang", [], "an adverb"),
    ("de buren klagen", [], "a noun"),
    ("huizen staan leeg", [], "a noun"),
    ("het is een engel", [], "a noun that is only a place with its article"),
    ("ze gaan kamperen", [], "a Dutch word one letter from no place"),
]


@pytest.mark.parametrize(("text", "gemeenten", "reason"), AMBIGUOUS, ids=[row[2] for row in AMBIGUOUS])
def test_a_name_that_is_a_word_too(text: str, gemeenten: list[str], reason: str) -> None:
    assert [gemeente for _, gemeente, _ in found(text)] == gemeenten


WORDS = [
    ("we kampen met veel onrust in de klas", "the verb kampen"),
    ("dat kan leiden tot ruzie", "the verb leiden"),
    ("hij weert zich met zijn vuisten", "the verb weren"),
    ("ze oefent de maten en gewichten", "an ordinary noun, though the list of ambiguous names has De Maten"),
]


@pytest.mark.parametrize(("text", "reason"), WORDS, ids=[row[1] for row in WORDS])
def test_an_ordinary_word_is_no_place(text: str, reason: str) -> None:
    assert found(text) == []


def test_a_typing_error_near_two_spellings_of_one_place() -> None:
    assert [gemeente for _, gemeente, _ in found("ijsselmuidne")] == ["Kampen"]


def test_several_places_come_from_left_to_right() -> None:
    text = "hij woont in Kampen en gaat in zwolle naar school, eerst in Amersfoort"
    assert [gemeente for _, gemeente, _ in found(text)] == ["Kampen", "Zwolle", "Amersfoort"]


def test_the_named_place_is_kept_beside_its_municipality() -> None:
    (place,) = PLACES.places("wij zitten in genemuiden")
    assert (place["value"], place["plaats"]) == ("Zwartewaterland", "Genemuiden")


@pytest.mark.parametrize("text", ["", "   ", "!?", "\n", "12345", "😀"])
def test_no_words_no_places(text: str) -> None:
    assert found(text) == []


ANY_TEXT = st.one_of(
    st.text(max_size=120),
    st.lists(st.one_of(st.sampled_from(KNOWN), st.text(max_size=8)), max_size=8).map(" ".join),
)


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_offsets_are_right_for_any_text(text: str) -> None:
    places = PLACES.places(text)
    for place in places:
        assert 0 <= place["start"] < place["end"] <= len(text)
        piece = text[place["start"] : place["end"]]
        assert piece == piece.strip()
    assert all(left["end"] <= right["start"] for left, right in itertools.pairwise(places))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(KNOWN))
def test_every_known_name_is_found_alone(name: str) -> None:
    (place,) = PLACES.places(name)
    assert (place["start"], place["end"]) == (0, len(name))
