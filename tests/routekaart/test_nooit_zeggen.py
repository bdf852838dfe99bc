"""The never-say list N1-N28, each rule over every advice that can be given.

`never` checks the patterns of data/routekaart/regels.yml, and that each example sentence would be caught. A rule that no
pattern can hold has a check of its own, which is tried on an advice that breaks it.
"""

from __future__ import annotations

import dataclasses
import re

from bot.routekaart import Advies
from bot.routekaart.advies import Contact
from bot.routekaart.deel import VAKKENNIS
from bot.routekaart.loader import read, texts
from bot.routekaart.regels import digits, phone_numbers, sentences
from tests.routekaart.regelboek import Regelboek, with_step

SAFE_TO_CALL = {"veilig_thuis", "nood", "huwelijksdwang", "buitenlandse_zaken"}
"""Who may hear of an honour case: none of them goes through the family."""

HASTE = re.compile(r"\b(nu|vandaag|direct|meteen|112)\b|\b(Roep|Haal)\b")
HOME = re.compile(r"\b(ouders?|vader|moeder)\b", re.IGNORECASE)
SAFETY = re.compile(r"veilig|gevaar|\bniet\b|\bgeen\b|zonder toestemming|samen met de leerling", re.IGNORECASE)

DUTIES = {
    "Beelden van minderjarigen verspreiden is strafbaar.": "Wetboek van Strafrecht (S68)",
    "Bij een redelijk vermoeden moet het bestuur aangifte doen.": "aangifteplicht onderwijs, 1999 (S12)",
    "Bij een seksueel misdrijf met een minderjarige leerling is dat wettelijk verplicht.": "meldplicht onderwijs, 1999 (S12, S15)",
    "Bij gevaar of een wettelijke plicht is toestemming niet nodig.": "AVG (S60)",
    "De school moet die gebruiken.": "Wet verplichte meldcode: a duty to use the code, no duty to report (S3)",
    "De school moet voor elke leerling veilig zijn.": "Wet veiligheid op school, 2015 (S124)",
    "Die melding is een plicht van de school.": "Leerplichtwet (S16, S17)",
    "Verlof geven waar dat niet mag, is strafbaar.": "Leerplichtwet (S43)",
}
"""Every sentence that calls something a duty of the school or a crime, with the law in force that says so."""


def test_n1_no_contact_with_parents_or_family_in_an_honour_case(boek: Regelboek) -> None:
    boek.never(
        "N1",
        ("eergerelateerd", "Vraag het eerst even na bij de ouders."),
        ("eergerelateerd", "Bel haar broer."),
        ("eergerelateerd", "Betrek het gezin bij het gesprek."),
    )
    boek.always("N1")


def test_n1_nobody_to_call_in_an_honour_case_goes_through_the_family(boek: Regelboek) -> None:
    def family(advies: Advies) -> list[str]:
        return [c.functie for c in advies.contacten if advies.zorgvraag == "eergerelateerd" and c.functie not in SAFE_TO_CALL]

    assert boek.faults(family) == []
    doctor = boek.kaart.contact("huisarts")
    assert family(dataclasses.replace(boek.one("eergerelateerd"), contacten=(doctor,))) == ["huisarts"]
    assert boek.kaart.routes["eergerelateerd"].zin.aan == "leerling"
    assert {advies.toestemming.nodig for advies in boek.on("eergerelateerd")} == {"nee"}


def test_n2_no_promise_of_secrecy(boek: Regelboek) -> None:
    boek.never(
        "N2",
        ("pesten", "Beloof dat het tussen jullie blijft."),
        ("suicidaliteit", "Zeg dat het onder ons geheim blijft."),
        ("zelfbeschadiging", "Ik zal het stilhouden."),
    )
    boek.always("N2")


def test_n3_no_interrogation_and_no_leading_question(boek: Regelboek) -> None:
    boek.never(
        "N3",
        ("kindermishandeling", "Vraag het kind uit over gisteren."),
        ("kindermishandeling", "Heeft papa dat gedaan?"),
        ("seksueel_grensoverschrijdend", "Laat het kind het verhaal nog eens vertellen."),
    )
    boek.always("N3")


def test_n4_no_more_talk_about_the_incident_when_the_police_may_come(boek: Regelboek) -> None:
    boek.never("N4", ("seksueel_grensoverschrijdend", "Praat rustig verder over wat er is gebeurd."))
    boek.always("N4")


def test_n5_no_talk_with_parents_that_can_endanger_the_child(boek: Regelboek) -> None:
    boek.never(
        "N5",
        ("kindermishandeling", "Ga eerst met de ouders in gesprek."),
        ("uitbuiting", "Bel de ouders."),
        ("seksueel_grensoverschrijdend", "Bespreek het vandaag met haar moeder."),
    )


def test_n5_who_speaks_of_the_parents_speaks_of_safety_in_the_same_breath(boek: Regelboek) -> None:
    concerns = {"kindermishandeling", "seksueel_grensoverschrijdend", "uitbuiting", "eergerelateerd"}

    def unsafe(advies: Advies) -> list[str]:
        told = (*advies.stappen, *advies.niet_doen, advies.eerst_in_school.tekst, advies.toestemming.tekst, advies.escalatie)
        return [text for text in told if advies.zorgvraag in concerns and HOME.search(text) and not SAFETY.search(text)]

    assert boek.faults(unsafe) == []
    wrong = "De mentor licht de ouders in."
    assert unsafe(with_step(boek.one("kindermishandeling"), wrong)) == [wrong]


def test_n5_who_is_told_to_talk_with_parents_reads_what_to_do_when_home_is_not_safe(boek: Regelboek) -> None:
    concerns = {
        *("opvoeding_thuissituatie", "gezondheid_verzorging", "scheiding", "mantelzorg_kopp", "psychische_klachten", "eetproblemen"),
        *("middelen_gamen", "armoede", "gedrag_in_de_klas", "jeugdcriminaliteit", "gender_seksualiteit", "ongeoorloofd_verzuim"),
        *("ziekteverzuim", "thuiszitter", "verlof_luxeverzuim", "voorschool", "zelfbeschadiging", "online_sexting"),
    }
    exit_ = re.compile(r"Veilig Thuis|thuis onveilig|dat gevaarlijk (is|kan zijn) voor|zware reden|als dat veilig", re.IGNORECASE)

    def no_exit(advies: Advies) -> list[str]:
        return [] if advies.zorgvraag not in concerns or exit_.search("\n".join(boek.lines(advies))) else ["no way out"]

    assert boek.faults(no_exit) == []
    advies = boek.one("gedrag_in_de_klas")
    assert no_exit(dataclasses.replace(advies, stappen=tuple(step for step in advies.stappen if "onveilig" not in step)))


def test_n6_without_consent_more_may_be_done_than_nothing(boek: Regelboek) -> None:
    boek.never(
        "N6",
        ("pesten", "Zonder toestemming van de ouders mag je niets delen."),
        ("armoede", "Delen kan alleen met toestemming."),
    )


def test_n6_who_needs_consent_reads_what_is_possible_without_it(boek: Regelboek) -> None:
    way_out = re.compile(r"zonder naam|zonder toestemming|toestemming( is)? niet nodig|geen toestemming nodig", re.IGNORECASE)

    def closed(advies: Advies) -> list[str]:
        consent = advies.toestemming
        return [consent.tekst] if consent.nodig != "nee" and not way_out.search(consent.tekst) else []

    assert boek.faults(closed) == []
    advies = boek.one("pesten")
    shut = dataclasses.replace(advies, toestemming=dataclasses.replace(advies.toestemming, nodig="ja", tekst="Vraag de ouders."))
    assert closed(shut)


def test_n7_misconduct_by_staff_goes_straight_to_the_board_and_the_inspector(boek: Regelboek) -> None:
    boek.never(
        "N7",
        ("grensoverschrijdend_medewerker", "Bespreek het met je teamleider, die regelt het."),
        ("grensoverschrijdend_medewerker", "Vertel het aan je zorgcoördinator."),
    )
    boek.always("N7")
    boek.always("A5")

    def around(advies: Advies) -> list[str]:
        if advies.zorgvraag != "grensoverschrijdend_medewerker":
            return []
        first, step = advies.eerst_in_school, advies.stappen[0]
        told = first.rol == "bestuur" and all("rechtstreeks" in text and "bestuur" in text for text in (first.tekst, step))
        inspector = any(c.functie == "vertrouwensinspecteur" and c.telefoon for c in advies.contacten)
        return [] if told and inspector else [first.tekst]

    assert boek.faults(around) == []
    advies = boek.one("grensoverschrijdend_medewerker")
    assert around(dataclasses.replace(advies, contacten=()))
    assert around(dataclasses.replace(advies, eerst_in_school=dataclasses.replace(advies.eerst_in_school, rol="directie")))


def test_n8_nobody_confronts_investigates_or_mediates(boek: Regelboek) -> None:
    boek.never(
        "N8",
        ("grensoverschrijdend_medewerker", "Spreek de collega er rustig op aan."),
        ("grensoverschrijdend_medewerker", "Zoek het eerst zelf uit."),
        ("pesten", "Los het samen op."),
        ("eergerelateerd", "Bemiddel tussen beide families."),
    )


def test_n9_no_diagnosis_named_or_shared(boek: Regelboek) -> None:
    boek.never(
        "N9",
        ("gedrag_in_de_klas", "Dit gedrag lijkt op autisme."),
        ("leerproblemen", "Hij heeft dyslexie."),
        ("ongeoorloofd_verzuim", "Meld de ziekte ook bij leerplicht."),
    )
    tempting = {"gedrag_in_de_klas", "eetproblemen", "hoogbegaafdheid", "leerproblemen", "spraak_motoriek_zintuigen"}
    tempting |= {"psychische_klachten", "zelfbeschadiging", "beperking", "middelen_gamen"}
    named = re.compile(r"stoornis|diagnose|dyslexie|hoogbegaafd|verslaving|\bIQ\b")
    for zorgvraag in tempting:
        assert any(named.search(text) for text in boek.one(zorgvraag).niet_doen), zorgvraag


def test_n10_no_judgement_of_the_risk_no_means_and_never_alone(boek: Regelboek) -> None:
    boek.never(
        "N10",
        ("suicidaliteit", "Het is vooral aandacht vragen."),
        ("suicidaliteit", "Het risico is klein."),
        ("suicidaliteit", "Laat de leerling even alleen."),
        ("suicidaliteit", "Vraag of er pillen in huis zijn."),
        ("psychische_klachten", "Zeg dat het wel goed komt, want het komt wel goed."),
    )
    assert {text for advies in boek.on("suicidaliteit") for text in advies.niet_doen if "niet alleen" in text}
    assert {text for advies in boek.on("suicidaliteit") for text in advies.niet_doen if "Schat het gevaar niet zelf in" in text}


def test_n11_asking_openly_about_suicide_is_right(boek: Regelboek) -> None:
    boek.never(
        "N11",
        ("suicidaliteit", "Zeg niets over zelfmoord."),
        ("psychische_klachten", "Een open vraag brengt iemand op ideeën."),
        ("rouw", "Praat niet over zelfdoding."),
    )
    boek.always("A4")


def test_n12_no_images_kept_or_sent_and_no_search(boek: Regelboek) -> None:
    boek.never(
        "N12",
        ("online_sexting", "Bewaar de beelden als bewijs."),
        ("online_sexting", "Bekijk de foto samen met de leerling."),
        ("pesten", "Doorzoek de telefoon van de dader."),
        ("schoolveiligheid", "Fouilleer de leerling en kijk in de zakken."),
    )
    boek.always("N12")


def test_n13_no_payment_and_no_answer_to_an_extortioner(boek: Regelboek) -> None:
    boek.never(
        "N13",
        ("online_sexting", "Betaal het bedrag."),
        ("online_sexting", "Stuur nog een foto om tijd te winnen."),
        ("online_sexting", "Reageer rustig op de chanteur."),
    )
    boek.always("N13")


def test_n14_nobody_is_sent_home_without_a_decision(boek: Regelboek) -> None:
    boek.never(
        "N14",
        ("gedrag_in_de_klas", "Stuur hem naar huis tot het is opgelost."),
        ("schorsing_verwijdering", "Geef eerst een time-out."),
        ("thuiszitter", "Laat de leerling maar thuis."),
    )
    boek.always("N14")


def test_n15_no_verwijsindex(boek: Regelboek) -> None:
    boek.never("N15", ("opvoeding_thuissituatie", "Meld dit in de verwijsindex."))


def test_n16_no_norm_and_no_bill_as_law(boek: Regelboek) -> None:
    boek.never(
        "N16",
        ("kindermishandeling", "Je bent wettelijk verplicht bij Veilig Thuis te melden."),
        ("ongeoorloofd_verzuim", "Volgens de Wet terugdringen schoolverzuim meld je alles."),
        ("schoolveiligheid", "Wetsvoorstel 36777 geldt."),
    )


def test_n16_every_duty_rests_on_a_law_in_force_and_a_public_source() -> None:
    """A new sentence about a duty or a crime fails here until somebody names the law behind it in DUTIES."""
    duty = re.compile(r"\b(verplicht\w*|wettelijk\w*|plicht|strafbaar|(school|bestuur) moet|moet (de school|het bestuur))\b", re.IGNORECASE)
    about_people = {"Ik kan het niet geheimhouden, want het bestuur moet dit weten."}
    inhoud = read()
    found = {}
    for _, part in (inhoud.landelijk, *inhoud.routes, *inhoud.regios):
        for _, tekst in texts(part):
            found.update({s: tekst.bron for s in sentences(tekst.tekst) if duty.search(s) and s not in about_people})
    assert set(found) == set(DUTIES)
    assert [s for s, bron in found.items() if VAKKENNIS in bron] == []


def test_n17_nobody_advises_an_exemption(boek: Regelboek) -> None:
    boek.never(
        "N17",
        ("vrijstelling_leerplicht", "Vraag samen vrijstelling aan."),
        ("thuiszitter", "Raad ouders een vrijstelling aan."),
        ("vrijstelling_leerplicht", "Adviseer thuisonderwijs."),
    )
    boek.always("N17")


def test_n18_no_child_or_relative_interprets(boek: Regelboek) -> None:
    boek.never(
        "N18",
        ("nieuwkomer_taal", "Laat een oudere broer tolken."),
        ("nieuwkomer_taal", "Vraag een leerling om te vertalen."),
        ("eergerelateerd", "Vraag de imam om hulp."),
    )
    boek.always("N18")


def test_n19_nobody_outs_a_pupil(boek: Regelboek) -> None:
    boek.never(
        "N19",
        ("gender_seksualiteit", "Licht de ouders in."),
        ("gender_seksualiteit", "Bespreek het met het team."),
        ("gender_seksualiteit", "Vertel het aan je IB'er."),
    )
    assert {advies.eerst_in_school.rol for advies in boek.on("gender_seksualiteit")} == {"vertrouwenspersoon"}
    assert boek.kaart.routes["gender_seksualiteit"].zin.aan == "leerling"
    assert {advies.toestemming.nodig for advies in boek.on("gender_seksualiteit")} == {"uitzondering"}


def test_n20_no_word_about_a_body(boek: Regelboek) -> None:
    boek.never(
        "N20",
        ("eetproblemen", "Weeg de leerling elke week."),
        ("eetproblemen", "Zeg dat de leerling te mager is."),
        ("gezondheid_verzorging", "Geef een dieet mee."),
    )


def test_n21_origin_or_faith_is_no_sign(boek: Regelboek) -> None:
    boek.never(
        "N21",
        ("radicalisering", "Let op als een leerling ineens bidt."),
        ("eergerelateerd", "Het komt voor bij Syrische gezinnen."),
        ("verlof_luxeverzuim", "Bij een migratieachtergrond is elke reis een risico."),
    )


def test_n22_no_flemish_or_foreign_service(boek: Regelboek) -> None:
    boek.never(
        "N22",
        ("suicidaliteit", "Bel de Zelfmoordlijn 1813."),
        ("kindermishandeling", "Bel 1712."),
        ("pesten", "Kijk op www.klasse.be voor tips."),
    )
    urls = [bron.url for bron in boek.kaart.bronnen.values()]
    urls += [bron.url for regio in boek.kaart.regios.values() for bron in regio.bronnen.values()]
    assert [url for url in urls if url and re.search(r"\.be([/:]|$)", url)] == []


def unknown_facts(boek: Regelboek, advies: Advies) -> list[str]:
    """Numbers and addresses that no organisation of this place or of the country has."""
    regio = boek.kaart.regio_of(advies.gemeente)
    local = [o for o in (regio.organisaties if regio else ()) if not o.gemeenten or advies.gemeente in o.gemeenten]
    facts = {feit.waarde for o in (*boek.kaart.landelijk.organisaties, *local) for feit in o.feiten}
    numbers = {digits(fact) for fact in facts}
    text = "\n".join((*advies.stappen, *advies.niet_doen, *boek.lines(advies)))
    said = [n for n in (*phone_numbers(text), *re.findall(r"\b14 0\d{2,3}\b", text)) if digits(n) not in numbers]
    said += [a for a in re.findall(r"https?://\S+|[\w.+-]+@[\w-]+\.[\w.]+", text) if a.rstrip(".,") not in facts]
    return said


def test_n23_no_number_or_address_that_is_not_in_the_data_of_this_place(boek: Regelboek) -> None:
    assert boek.faults(lambda advies: unknown_facts(boek, advies)) == []


def test_n23_an_invented_number_and_the_number_of_another_region_are_caught(boek: Regelboek) -> None:
    advies = boek.one("pesten", "Zwolle")
    assert unknown_facts(boek, with_step(advies, "Bel 038-123 45 67.")) == ["038-123 45 67"] * 2
    elsewhere = boek.kaart.contact("jeugdhulp_toegang", "Kampen")
    assert "cjg@kampen.nl" in unknown_facts(boek, dataclasses.replace(advies, contacten=(elsewhere,)))
    assert unknown_facts(boek, with_step(advies, "Mail hulp@verzonnen.nl of kijk op https://verzonnen.nl/hulp."))


def test_n23_a_contact_without_a_source_has_no_facts(boek: Regelboek) -> None:
    def sourceless(advies: Advies) -> list[str]:
        return [c.functie for c in advies.contacten if (c.telefoon or c.email or c.url or c.uren) and not c.bron]

    assert boek.faults(sourceless) == []
    invented = Contact("politie", "Politie", "0900-8844", None, None, None, "Hulp.", None, None, None, None)
    assert sourceless(dataclasses.replace(boek.one("pesten"), contacten=(invented,))) == ["politie"]


def test_n24_a_professional_calls_veilig_thuis_and_does_not_chat(boek: Regelboek) -> None:
    boek.never("N24", ("kindermishandeling", "Chat met Veilig Thuis."), ("armoede", "Veilig Thuis heeft ook een chat."))


def test_n25_no_text_asks_for_the_name_of_a_pupil(boek: Regelboek) -> None:
    """That the conversation asks for none and repeats none is tested in tests/privacy and tests/gesprekken."""
    boek.never(
        "N25",
        ("ziekteverzuim", "Geef de naam van de leerling door."),
        ("pesten", "Stuur de geboortedatum mee."),
    )


def test_n26_no_certainty_in_law_or_care_and_no_statement_for_the_court(boek: Regelboek) -> None:
    boek.never(
        "N26",
        ("kindermishandeling", "Veilig Thuis zal het gezin helpen."),
        ("scheiding", "Schrijf een brief aan de rechter."),
        ("extra_ondersteuning", "Dan is er gegarandeerd een plek."),
    )


def test_n27_nobody_waits_where_it_is_now_or_today(boek: Regelboek) -> None:
    boek.never(
        "N27",
        ("kindermishandeling", "Wacht tot het volgende overleg."),
        ("suicidaliteit", "Bespreek het deze week met je mentor."),
        ("pesten", "Wacht eerst rustig af."),
    )

    def slow(advies: Advies) -> list[str]:
        urgent = advies.urgentie.niveau in ("nu", "vandaag")
        return [advies.eerst_in_school.tekst] if urgent and not HASTE.search(advies.eerst_in_school.tekst) else []

    assert boek.faults(slow) == []
    advies = boek.one("kindermishandeling")
    first = dataclasses.replace(advies.eerst_in_school, tekst="Praat met je zorgcoördinator.")
    assert slow(dataclasses.replace(advies, eerst_in_school=first))


def test_n27_the_route_is_as_urgent_as_its_concern(boek: Regelboek) -> None:
    for zorgvraag, route in boek.kaart.routes.items():
        assert route.urgentie.niveau == boek.kaart.zorgvragen[zorgvraag].urgentie


def test_n28_no_blame_and_no_punishment_for_a_victim(boek: Regelboek) -> None:
    """The tone of the conversation itself is tested in tests/gesprekken."""
    boek.never(
        "N28",
        ("online_sexting", "Waarom heb je dat gestuurd?"),
        ("uitbuiting", "Geef de leerling straf."),
        ("pesten", "Zeg dat het ook zijn eigen schuld is."),
    )
    boek.always("N28")


def test_the_tone_is_je_and_never_u(boek: Regelboek) -> None:
    boek.never("toon", ("pesten", "Vraag uw directeur."))


def test_every_rule_of_the_list_has_a_test_here(boek: Regelboek) -> None:
    numbers = {match[1] for name in globals() if (match := re.match(r"test_(n\d+)_", name))}
    assert numbers == {f"n{n}" for n in range(1, 29)}
    assert {p.regel for p in boek.regels.verboden} <= {n.upper() for n in numbers} | {"toon"}
