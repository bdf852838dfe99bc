"""A draft keeps its faults with the way to the field, not as sentences only; a refusal says why."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def _with_ways(apps: Any, schema_editor: Any) -> None:
    """Of a fault that was kept as a sentence nobody knows the field any more."""
    changes = apps.get_model("review", "Wijziging")
    for change in changes.objects.exclude(fouten=[]):
        change.fouten = [
            {"bestand": "", "veld": "", "plek": "", "tekst": fout} if isinstance(fout, str) else fout for fout in change.fouten
        ]
        change.save(update_fields=["fouten"])


class Migration(migrations.Migration):
    dependencies = [("review", "0003_cijfers")]
    operations = [
        migrations.AddField("wijziging", "antwoord", models.CharField(max_length=300, blank=True, default=""), preserve_default=False),
        migrations.RunPython(_with_ways, migrations.RunPython.noop),
    ]
