"""Safety signals: plain danger is found, look-alikes are not, and no text breaks the search."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from benchmarks.nlu.trial import Trial, example
from bot.nlu.lexicon import read
from bot.nlu.safety import DANGER as DANGER_SCORE
from bot.nlu.safety import SIGNALS, SafetyClassifier, Signals

SAFETY = Signals()
CRITICAL = [zorgvraag["id"] for zorgvraag in read("routekaart", "zorgvragen.yml") if zorgvraag["veiligheid"]]

DANGER = [
    # message, concern that must be signalled, reason
    ("een jongen is bewusteloos in de gymzaal", "acuut_gevaar", "life at risk"),
    ("hij staat met een mes in de gang", "acuut_gevaar", "a weapon in the hand"),
    ("ze durft vandaag niet naar huis", "acuut_gevaar", "danger at home today"),
    ("er is een meisje vermist", "acuut_gevaar", "a missing child"),
    ("hij heeft pillen geslikt", "acuut_gevaar", "poisoning"),
    ("ze zegt dat ze niet meer wil leven", "suicidaliteit", "a wish to die"),
    ("hij wil er niet meer zijn", "suicidaliteit", "the same in covert words"),
    ("SUÏCIDAAL", "suicidaliteit", "capitals and an accent"),
    ("er lag een afscheidsbrief in haar laatje", "suicidaliteit", "a letter"),
    ("ze snijdt zich in haar arm", "zelfbeschadiging", "cutting"),
    ("er zitten sneetjes op haar pols", "zelfbeschadiging", "the traces of it"),
    ("blauwe plekken op zijn rug", "kindermishandeling", "bruises"),
    ("zijn vader slaat hem met een riem", "kindermishandeling", "hitting at home"),
    ("ze is bang voor haar stiefvader", "kindermishandeling", "fear of a parent"),
    ("ze is aangerand op het feest", "seksueel_grensoverschrijdend", "assault"),
    ("de gymleraar appt elke avond met een meisje", "grensoverschrijdend_medewerker", "messages of a teacher"),
    ("volgens mij heeft ze een loverboy", "uitbuiting", "exploitation"),
    ("ze wordt van de zomer uitgehuwelijkt", "eergerelateerd", "a forced marriage"),
    ("hij tekent een hakenkruis op zijn tafel", "radicalisering", "a symbol"),
    ("er zit een boksbeugel in zijn tas", "schoolveiligheid", "a weapon in a bag"),
    ("er gaat een naaktfoto rond", "online_sexting", "a nude picture"),
]


@pytest.mark.parametrize(("text", "concern", "reason"), DANGER, ids=[f"{row[1]}: {row[2]}" for row in DANGER])
def test_danger_is_found(text: str, concern: str, reason: str) -> None:
    assert concern in SAFETY.seen(text)


def test_every_safety_critical_concern_has_signals_and_a_row_here() -> None:
    assert set(read("lexicon", "veiligheid.yml")["signalen"]) == set(CRITICAL)
    assert {concern for _, concern, _ in DANGER} == set(CRITICAL)


@pytest.mark.parametrize(
    ("text", "concern", "said"),
    [
        ("loverboys als thema van de projectweek", "uitbuiting", False),
        ("de e-learning over de meldcode", "kindermishandeling", False),
        ("zijn vader slaat hem met een riem, meldcode?", "kindermishandeling", True),
        ("ze is geronseld door een loverboy", "uitbuiting", True),
        ("ze praat over zelfmoord", "suicidaliteit", True),
    ],
)
def test_a_danger_that_is_said_of_a_person_is_told_from_its_name(text: str, concern: str, said: bool) -> None:
    assert SAFETY.seen(text)[concern] is said


LOOK_ALIKES = [
    ("ik ga dood van die toetsen", "a figure of speech"),
    ("we lachen ons dood in groep 8", "a figure of speech"),
    ("ik schrok me dood", "a figure of speech"),
    ("hij is doodmoe na de vakantie", "a compound"),
    ("lesmateriaal over zelfmoord voor 4 havo", "teaching material"),
    ("welke film over loverboys is goed", "a film"),
    ("zijn opa is dood", "grief"),
    ("we snijden papier bij handvaardigheid", "cutting paper"),
    ("ze heeft een blauwe jas", "the colour"),
    ("hij slaat een som over", "to skip"),
    ("ze is bang voor toetsen", "fear of a test"),
    ("de vader staat op het plein", "a father who stands somewhere"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("text", "reason"), LOOK_ALIKES, ids=[f"{row[1]}: {row[0]}" for row in LOOK_ALIKES])
def test_a_look_alike_is_no_danger(text: str, reason: str) -> None:
    assert SAFETY.seen(text) == {}


MISSED = [
    ("ze zegt dat ze dood wil", "suicidaliteit", "the pattern wants a space behind 'wil'"),
    ("hij zei: ik ga me dood maken", "suicidaliteit", "the look-alike 'ga me dood' takes the danger out"),
    ("na de les over pesten zei ze dat ze aan zelfmoord denkt", "suicidaliteit", "the look-alike 'les over ... zelfmoord' is greedy"),
    ("er staan hakenkruizen op zijn schrift", "radicalisering", "the plural has a z"),
    ("hij heeft zichzelf gesneden", "zelfbeschadiging", "the past participle is not listed"),
    ("een meisje uit mijn klas is vermist", "acuut_gevaar", "no words may stand between the child and 'is vermist'"),
    ("haar vader heeft haar opgesloten", "kindermishandeling", "only 'wordt opgesloten' is listed"),
]


@pytest.mark.parametrize(("text", "concern", "reason"), MISSED, ids=[row[2] for row in MISSED])
def test_plain_danger_that_is_missed(text: str, concern: str, reason: str) -> None:
    assert concern in SAFETY.seen(text)


FALSE_ALARMS = [
    ("de mentor stuurt hem naar de zorgcoördinator", "'stuurt' is also to send a person"),
    ("de docent stuurt haar vaak de klas uit", "'stuurt' is also to send a person"),
    ("Isis heeft haar huiswerk niet af", "Isis is a girl's name"),
    ("ze staat aan de rand van de groep", "'staat aan de rand' without a roof or platform"),
    ("zijn ouders slaan elke ouderavond over", "to skip"),
    ("ik zoek een lessenserie over radicalisering", "teaching material; radicalisation is not in the list of look-alikes"),
]


@pytest.mark.parametrize(("text", "reason"), FALSE_ALARMS, ids=[row[0] for row in FALSE_ALARMS])
def test_an_everyday_sentence_is_no_danger(text: str, reason: str) -> None:
    assert SAFETY.seen(text) == {}


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from([row[0] for row in DANGER]), max_size=5).map(" ".join)))
def test_no_text_breaks_the_search(text: str) -> None:
    signals = SAFETY.seen(text)
    assert list(signals) == [concern for concern in read("lexicon", "veiligheid.yml")["signalen"] if concern in signals]
    assert set(signals) <= set(CRITICAL)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(DANGER), st.text(alphabet=" .!?\n", max_size=5))
def test_punctuation_and_capitals_hide_no_danger(row: tuple[str, str, str], around: str) -> None:
    text, concern, _ = row
    assert concern in SAFETY.seen(around + text.upper() + around)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """The real components on a handful of messages."""
    calm = ["hij is vaak te laat", "ze kan niet goed lezen", "wanneer is de studiedag", "de printer doet het niet", "hallo daar"]
    messages = [example(text, concern) for text, concern, _ in DANGER] + [example(text, "leerproblemen") for text in calm]
    return Trial(messages)


def test_the_message_carries_signals_and_danger(trained: Trial) -> None:
    danger, calm = trained.parse(["ze heeft een afscheidsbrief geschreven", "hij kan niet goed lezen"])
    assert danger.get(SIGNALS) == ["suicidaliteit"] and calm.get(SIGNALS) == []
    assert danger.get(DANGER_SCORE) > calm.get(DANGER_SCORE)


def test_signals_are_seen_without_a_trained_model() -> None:
    """Danger in plain words is found also where the model behind it is broken."""
    message = Message({TEXT: "ze heeft een afscheidsbrief geschreven"})
    assert SafetyClassifier(None, Resource("geen")).process([message])[0].get(SIGNALS) == ["suicidaliteit"]
