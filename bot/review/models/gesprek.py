"""What Rasa's events say, in tables that can be searched. Everything here can be made anew from the events, but for the review."""

from __future__ import annotations

from typing import Any

from django.db import models

TURNS = 40
"""So many turns of a conversation stand on one page."""


class Staat(models.TextChoices):
    NIEUW = "nieuw", "nieuw"
    BEKEKEN = "bekeken", "bekeken"
    BESPREKEN = "bespreken", "te bespreken"
    KLAAR = "klaar", "klaar"


class Label(models.Model):
    naam = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return str(self.naam)


class Gesprek(models.Model):
    """One conversation. `nummer` is Rasa's random sender id. Flags tell whether any turn has the property."""

    nummer = models.CharField(max_length=255, unique=True)
    kanaal = models.CharField(max_length=40, blank=True)
    begonnen = models.DateTimeField()
    laatst = models.DateTimeField()
    beurten = models.PositiveIntegerField(default=0)
    opening = models.CharField(max_length=200, blank=True)
    zorgvraag = models.CharField(max_length=60, blank=True)
    gemeente = models.CharField(max_length=80, blank=True)
    regio = models.CharField(max_length=60, blank=True)
    veiligheid = models.BooleanField(default=False)
    onzeker = models.BooleanField(default=False)
    niet_begrepen = models.BooleanField(default=False)
    feedback = models.CharField(max_length=10, blank=True)
    zoektekst = models.TextField(blank=True)
    """Stems of every word that the teacher wrote; the full-text index follows this column."""

    staat = models.CharField(max_length=12, choices=Staat.choices, default=Staat.NIEUW)
    bekeken_op = models.DateTimeField(null=True)
    labels = models.ManyToManyField(Label, blank=True)

    class Meta:
        ordering = ["-laatst", "-id"]
        indexes = [
            models.Index(fields=["-laatst", "-id"], name="ix_laatst"),
            models.Index(fields=["regio", "-laatst", "-id"], name="ix_regio_laatst"),
            models.Index(fields=["staat", "-laatst", "-id"], name="ix_staat_laatst"),
            models.Index(fields=["-laatst", "-id"], name="ix_veilig", condition=models.Q(veiligheid=True)),
            models.Index(fields=["-laatst", "-id"], name="ix_onzeker", condition=models.Q(onzeker=True)),
            models.Index(fields=["-laatst", "-id"], name="ix_niet_begrepen", condition=models.Q(niet_begrepen=True)),
            models.Index(fields=["-laatst", "-id"], name="ix_feedback", condition=~models.Q(feedback="")),
        ]

    def __str__(self) -> str:
        return f"gesprek {self.pk}"

    @property
    def nieuw_sinds(self) -> bool:
        """Whether the teacher went on after somebody looked."""
        return bool(self.bekeken_op and self.laatst > self.bekeken_op)


class Uitkomst(models.TextChoices):
    BEANTWOORD = "beantwoord", "beantwoord"
    VRAAG = "vraag", "wedervraag"
    NIET_BEGREPEN = "niet_begrepen", "niet begrepen"
    PRAAT = "praat", "gewoon gepraat"


class Beurt(models.Model):
    """One message of a teacher and what the bot made of it. `event` is the id of that message in Rasa's store."""

    gesprek = models.ForeignKey(Gesprek, models.CASCADE, related_name="beurt_set")
    event = models.BigIntegerField(unique=True)
    volgorde = models.PositiveIntegerField()
    tijd = models.DateTimeField()
    tekst = models.TextField(blank=True)
    knop = models.BooleanField(default=False)
    intent = models.CharField(max_length=80, blank=True)
    zekerheid = models.FloatField(default=0)
    ranking: Any = models.JSONField(default=list)
    ook: Any = models.JSONField(default=list)
    veiligheid = models.BooleanField(default=False)
    uitkomst = models.CharField(max_length=15, choices=Uitkomst.choices)
    zorgvraag = models.CharField(max_length=60, blank=True)
    """The concern that the bot worked with after this message."""
    gemeente = models.CharField(max_length=80, blank=True)
    regio = models.CharField(max_length=60, blank=True)
    antwoord: Any = models.JSONField(default=list)
    """What the bot said: texts, with the titles of the buttons."""

    @property
    def blad(self) -> int:
        """The page of the conversation that holds it."""
        return -(-int(self.volgorde) // TURNS)

    class Meta:
        ordering = ["gesprek", "volgorde"]
        indexes = [
            models.Index(fields=["zorgvraag", "gesprek"], name="ix_beurt_zorg"),
            # all that the dashboard counts by: it reads no row, and rows are wide
            models.Index(fields=["tijd", "regio", "zorgvraag", "knop", "uitkomst", "veiligheid", "gesprek"], name="ix_beurt_cijfers"),
        ]


class Advies(models.Model):
    """An advice that the bot gave in a turn. `contacten`: [{functie, organisatie or null, telefoon}]."""

    beurt = models.ForeignKey(Beurt, models.CASCADE)
    event = models.BigIntegerField(unique=True)
    zorgvraag = models.CharField(max_length=60)
    gemeente = models.CharField(max_length=80, blank=True)
    urgentie = models.CharField(max_length=20, blank=True)
    inhoud: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["event"]


class Contact(models.Model):
    """A contact of an advice; an empty `organisatie` is an unmet need. `gesprek` is the id of the conversation, to count by."""

    advies = models.ForeignKey(Advies, models.CASCADE)
    gesprek = models.BigIntegerField()
    tijd = models.DateTimeField()
    plek = models.PositiveSmallIntegerField()
    zorgvraag = models.CharField(max_length=60)
    regio = models.CharField(max_length=60, blank=True)
    functie = models.CharField(max_length=80)
    organisatie = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["advies", "plek"], name="review_contact_once")]
        indexes = [models.Index(fields=["tijd", "regio", "organisatie", "zorgvraag", "functie", "gesprek"], name="ix_contact_cijfers")]


class Feedback(models.Model):
    """What the teacher said of an advice: the right contact or not, and a remark."""

    beurt = models.ForeignKey(Beurt, models.CASCADE)
    event = models.BigIntegerField(unique=True)
    juist = models.BooleanField(null=True)
    opmerking = models.TextField(blank=True)
    zorgvraag = models.CharField(max_length=60, blank=True)
