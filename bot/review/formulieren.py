"""Forms over parts of the route map: from the part as it stands in the file to fields, and back. The schema has the last word."""

from __future__ import annotations

import re
from typing import Any, Iterable, Iterator, Mapping, Optional, Sequence

from django import forms
from django.utils import timezone

from bot.review.melding import in_dutch
from bot.routekaart.bestand import Bestand, RoutekaartFout
from bot.routekaart.contactvorm import wrong_facts
from bot.routekaart.organisatie import Organisatie
from bot.routekaart.uren import DAGEN
from bot.routekaart.zin import zin

FEITEN = ("telefoon", "email", "url")
TEKSTEN = ("waarvoor", "wie_mag", "let_op")
_BLOK = re.compile(r"((?:ma|di|wo|do|vr|za|zo)(?:[ ,]+(?:ma|di|wo|do|vr|za|zo))*)\s+(\d{1,2}[:.]\d{2})\s*-\s*(\d{1,2}[:.]\d{2})")

Part = dict[str, Any]


def keys(text: str) -> list[str]:
    return [key.strip() for key in text.split(",") if key.strip()]


def joined(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")


class RedenForm(forms.Form):
    reden = forms.CharField(label="Waarom verander je dit?", max_length=300, help_text="De tweede persoon leest dit.")

    def point_at(self, rest: Sequence[str], tekst: str) -> bool:
        """Says beside its field what is wrong with the value at the end of the way `rest` below the part; False where no field has it."""
        field = next((name for name in _names(rest) if name in self.fields), None)
        if field is None:
            return False
        if tekst not in self.errors.get(field, []):
            self.add_error(field, tekst)
        return True


class OrganisatieForm(RedenForm):
    """One organisation: contact, hours, and which functions it fulfils where."""

    naam = forms.CharField(label="Naam", max_length=200)
    functies = forms.MultipleChoiceField(label="Functies: waar helpt deze organisatie mee?", widget=forms.CheckboxSelectMultiple)
    gemeenten = forms.MultipleChoiceField(
        label="Alleen in deze gemeenten", required=False, widget=forms.CheckboxSelectMultiple, help_text="Niets gekozen: in de hele regio."
    )
    bron = forms.CharField(
        label="Bron: waar staat dat deze organisatie dit doet?", help_text="De sleutel van een bron. Typ een paar letters en kies."
    )
    telefoon = forms.CharField(label="Telefoon", required=False, max_length=40)
    telefoon_bron = forms.CharField(label="Bron van het nummer", required=False)
    telefoon_gezien = forms.BooleanField(label="Ik heb het nummer vandaag nagekeken", required=False)
    email = forms.CharField(label="E-mail", required=False, max_length=200)
    email_bron = forms.CharField(label="Bron van het e-mailadres", required=False)
    email_gezien = forms.BooleanField(label="Ik heb het e-mailadres vandaag nagekeken", required=False)
    url = forms.CharField(label="Webadres", required=False, max_length=500)
    url_bron = forms.CharField(label="Bron van het webadres", required=False)
    url_gezien = forms.BooleanField(label="Ik heb het webadres vandaag nagekeken", required=False)
    uren_tekst = forms.CharField(label="Openingstijden, zoals de leraar ze leest", required=False, max_length=200)
    uren_bron = forms.CharField(label="Bron van de openingstijden", required=False)
    uren_altijd = forms.BooleanField(label="Altijd open, dag en nacht", required=False)
    uren_feestdagen = forms.BooleanField(label="Ook open op feestdagen", required=False)
    uren_blokken = forms.CharField(
        label="Openingstijden per dag",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Eén regel per blok, bijvoorbeeld: ma di do vr 08:30-17:00",
    )
    waarvoor = forms.CharField(label="Waarvoor?", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    waarvoor_bron = forms.CharField(label="Bronnen van 'waarvoor'", required=False)
    wie_mag = forms.CharField(label="Wie op school mag contact opnemen?", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    wie_mag_bron = forms.CharField(label="Bronnen van 'wie mag'", required=False)
    let_op = forms.CharField(label="Let op (staat naast het contact)", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    let_op_bron = forms.CharField(label="Bronnen van 'let op'", required=False)
    eigenaar = forms.CharField(label="Wie houdt dit bij?", required=False, max_length=200)
    ook_bekend_als = forms.CharField(label="Ook bekend als", required=False, help_text="Namen met een komma ertussen.")
    opmerking = forms.CharField(label="Opmerking voor collega's", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        functies: list[tuple[str, str]],
        gemeenten: list[str],
        oud: Optional[Part],
        data: Optional[Mapping[str, Any]] = None,
        concept: Optional[Part] = None,
    ) -> None:
        self._oud, self._concept = oud or {}, concept or {}
        super().__init__(data, initial=_initial(self._oud))
        for name in ("bron", *(f"{name}_bron" for name in (*FEITEN, "uren"))):
            self.fields[name].widget.attrs["list"] = "bronnen"
        self.fields["functies"].choices = functies
        self.fields["gemeenten"].choices = [(naam, naam) for naam in gemeenten]
        if not gemeenten:
            del self.fields["gemeenten"]

    @staticmethod
    def typed(concept: Part, oud: Optional[Part]) -> Part:
        """What somebody typed to get this part: data for the form."""
        found = _initial(concept)
        for name in FEITEN:
            day, before = ((part or {}).get(name, {}).get("gecontroleerd_op") for part in (concept, oud))
            found[f"{name}_gezien"] = bool(day and day != before)
        return found

    def clean(self) -> Any:
        data: Any = super().clean()
        for name in (*FEITEN, *TEKSTEN):
            if data.get(name) and not data.get(f"{name}_bron"):
                self.add_error(f"{name}_bron", "Geef de bron. Zonder bron laat de wegwijzer dit niet zien.")
        if (data.get("uren_tekst") or data.get("uren_altijd") or data.get("uren_blokken")) and not data.get("uren_bron"):
            self.add_error("uren_bron", "Geef de bron van de openingstijden.")
        if (data.get("uren_altijd") or data.get("uren_blokken")) and not data.get("uren_tekst"):
            self.add_error("uren_tekst", "Schrijf de openingstijden ook in woorden.")
        for line in filter(str.strip, str(data.get("uren_blokken") or "").splitlines()):
            if not _BLOK.fullmatch(line.strip()):
                self.add_error("uren_blokken", f"Deze regel lees ik niet: {line.strip()}. Schrijf: ma di 08:30-17:00")
        if not self.errors:
            self._schema()
        return data

    def _schema(self) -> None:
        """What the schema and the forms of numbers and addresses say, beside the fields."""
        try:
            organisatie = Bestand("", self.part(), None).as_type(Organisatie)
        except RoutekaartFout as error:
            for fout in error.fouten:
                tekst = f"{in_dutch(fout.melding)} {in_dutch(fout.oplossing)}"
                if not self.point_at(fout.veld.split("."), tekst):
                    self.add_error(None, tekst)
            return
        for name, value, mend in wrong_facts(organisatie):
            self.add_error(name, f"{in_dutch(zin('{waarde!r} cannot be right', waarde=value))} {in_dutch(mend)}")

    def part(self) -> Part:
        """The organisation as it will stand in the file. What the form does not show stays as it was."""
        data, new = self.cleaned_data, dict(self._oud)
        new.update(naam=data["naam"], functies=data["functies"], bron=data["bron"])
        for name in FEITEN:
            new[name] = self._feit(name)
        for name in TEKSTEN:
            sources = keys(data[f"{name}_bron"])
            same = (self._oud.get(name) or {}).get("bron")
            kept = same if isinstance(same, str) and sources == [same] else sources
            new[name] = {"tekst": data[name], "bron": kept} if data[name] else None
        new["uren"] = self._uren()
        for name in ("eigenaar", "opmerking"):
            new[name] = data[name] or None
        new["ook_bekend_als"] = keys(data["ook_bekend_als"]) or None
        if "gemeenten" in self.fields:
            new["gemeenten"] = data["gemeenten"] or None
        return {key: value for key, value in new.items() if value is not None}

    def _feit(self, name: str) -> Optional[Part]:
        data, old = self.cleaned_data, self._oud.get(name) or {}
        if not data[name]:
            return None
        feit: Part = {"waarde": data[name], "bron": data[f"{name}_bron"]}
        drafted = self._concept.get(name) or {}
        if data[f"{name}_gezien"]:
            same = drafted.get("waarde") == data[name] and drafted.get("gecontroleerd_op")
            feit["gecontroleerd_op"] = same or timezone.localdate().isoformat()
        elif old.get("waarde") == data[name] and "gecontroleerd_op" in old:
            feit["gecontroleerd_op"] = old["gecontroleerd_op"]
        return feit

    def _uren(self) -> Optional[Part]:
        data = self.cleaned_data
        if not data["uren_tekst"]:
            return None
        uren: Part = {"tekst": data["uren_tekst"], "bron": data["uren_bron"]}
        if data["uren_altijd"]:
            uren["altijd"] = True
        blocks = [_BLOK.fullmatch(line.strip()) for line in data["uren_blokken"].splitlines() if line.strip()]
        if blocks:
            uren["blokken"] = [
                {"dagen": re.findall("|".join(DAGEN), block[1]), "van": _time(block[2]), "tot": _time(block[3])}
                for block in blocks
                if block
            ]
        if data["uren_feestdagen"]:
            uren["feestdagen"] = True
        return uren


class TekstForm(RedenForm):
    """One text that teachers read, with its sources."""

    tekst = forms.CharField(
        label="Tekst", widget=forms.Textarea(attrs={"rows": 4}), help_text="Zinnen van hooguit 15 woorden. Schrijf 'je'."
    )
    bron = forms.CharField(label="Bronnen", help_text="Sleutels van bronnen, met een komma ertussen.")

    def __init__(self, oud: Part, data: Optional[Mapping[str, Any]] = None) -> None:
        self._oud = oud
        super().__init__(data, initial=self.typed(oud))

    @staticmethod
    def typed(concept: Part) -> Part:
        return {"tekst": concept.get("tekst", ""), "bron": joined(concept.get("bron"))}

    def part(self) -> Part:
        old = self._oud.get("bron")
        sources = keys(self.cleaned_data["bron"])
        kept = old if isinstance(old, str) and sources == [old] else sources
        return {**self._oud, "tekst": self.cleaned_data["tekst"], "bron": kept}


class BronForm(RedenForm):
    """A new source of a region. `there`: the keys that are taken."""

    sleutel = forms.RegexField(
        r"^[a-z][a-z0-9_]+$",
        label="Sleutel",
        help_text="Een korte naam waarmee je de bron later kiest, zoals kampen_leerplicht.",
        error_messages={"invalid": "Gebruik kleine letters, cijfers en lage streepjes. Begin met een letter."},
    )
    titel = forms.CharField(label="Titel", max_length=300)
    url = forms.URLField(label="Webadres", required=False, assume_scheme="https")

    def __init__(self, there: Iterable[str], data: Optional[Mapping[str, Any]] = None) -> None:
        self._there = frozenset(there)
        super().__init__(data)

    @staticmethod
    def typed(sleutel: str, concept: Part) -> Part:
        return {"sleutel": sleutel, "titel": concept.get("titel"), "url": concept.get("url")}

    def clean_sleutel(self) -> str:
        sleutel: str = self.cleaned_data["sleutel"]
        if sleutel in self._there:
            raise forms.ValidationError("Deze sleutel is er al. Kies een andere.")
        return sleutel

    def part(self) -> Part:
        found: Part = {"titel": self.cleaned_data["titel"], "gezien_op": timezone.localdate().isoformat()}
        return {**found, "url": self.cleaned_data["url"]} if self.cleaned_data["url"] else found


def _names(rest: Sequence[str]) -> Iterator[str]:
    """The fields that may show the value at the end of this way, the likeliest first."""
    first, more = (rest[0], rest[1:]) if rest else ("", ())
    if "bron" in more:
        yield f"{first}_bron"
    if first == "uren":
        yield "uren_tekst" if "tekst" in more else "uren_blokken"
    yield from (first, *(() if rest else ("tekst", "sleutel")))


def _initial(part: Mapping[str, Any]) -> Part:
    found: Part = {key: part.get(key) for key in ("naam", "functies", "gemeenten", "bron", "eigenaar", "opmerking")}
    for name in FEITEN:
        feit = part.get(name) or {}
        found[name], found[f"{name}_bron"] = feit.get("waarde"), feit.get("bron")
    for name in TEKSTEN:
        tekst = part.get(name) or {}
        found[name], found[f"{name}_bron"] = tekst.get("tekst"), joined(tekst.get("bron"))
    uren = part.get("uren") or {}
    blocks = [f"{' '.join(b['dagen'])} {b['van']}-{b['tot']}" for b in uren.get("blokken") or []]
    found.update(uren_tekst=uren.get("tekst"), uren_bron=uren.get("bron"), uren_altijd=uren.get("altijd"))
    found.update(uren_feestdagen=uren.get("feestdagen"), uren_blokken="\n".join(blocks))
    return {**found, "ook_bekend_als": joined(part.get("ook_bekend_als"))}


def _time(text: str) -> str:
    hour, minute = re.split("[:.]", text)
    return f"{int(hour):02}:{minute}"
