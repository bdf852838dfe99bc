"""The dashboard counts in two indexes, without a join and without a date function."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def _fill(apps: Any, schema_editor: Any) -> None:
    advies, contact = apps.get_model("review", "Advies"), apps.get_model("review", "Contact")
    contact.objects.update(gesprek=Subquery(advies.objects.filter(pk=OuterRef("advies")).values("beurt__gesprek")[:1]))


class Migration(migrations.Migration):
    dependencies = [("review", "0002_zoeken_en_zegel")]
    operations = [
        migrations.AddField("contact", "gesprek", models.BigIntegerField(default=0), preserve_default=False),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.RemoveIndex("beurt", "ix_beurt_tijd"),
        migrations.RemoveIndex("contact", "ix_contact_tijd"),
        migrations.AddIndex(
            "beurt",
            models.Index(fields=["tijd", "regio", "zorgvraag", "knop", "uitkomst", "veiligheid", "gesprek"], name="ix_beurt_cijfers"),
        ),
        migrations.AddIndex(
            "contact",
            models.Index(fields=["tijd", "regio", "organisatie", "zorgvraag", "functie", "gesprek"], name="ix_contact_cijfers"),
        ),
    ]
