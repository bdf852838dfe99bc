"""What Django's models cannot say: the full-text index, and a reading log whose rows nobody can change or remove."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_SQLITE = (
    "CREATE VIRTUAL TABLE review_zoek USING fts5(zoektekst, content='review_gesprek', content_rowid='id', tokenize='unicode61')",
    "INSERT INTO review_zoek(rowid, zoektekst) SELECT id, zoektekst FROM review_gesprek",
    """CREATE TRIGGER review_zoek_erbij AFTER INSERT ON review_gesprek BEGIN
         INSERT INTO review_zoek(rowid, zoektekst) VALUES (new.id, new.zoektekst); END""",
    """CREATE TRIGGER review_zoek_weg AFTER DELETE ON review_gesprek BEGIN
         INSERT INTO review_zoek(review_zoek, rowid, zoektekst) VALUES ('delete', old.id, old.zoektekst); END""",
    """CREATE TRIGGER review_zoek_anders AFTER UPDATE OF zoektekst ON review_gesprek WHEN old.zoektekst <> new.zoektekst BEGIN
         INSERT INTO review_zoek(review_zoek, rowid, zoektekst) VALUES ('delete', old.id, old.zoektekst);
         INSERT INTO review_zoek(rowid, zoektekst) VALUES (new.id, new.zoektekst); END""",
    """CREATE TRIGGER review_inzage_vast BEFORE UPDATE ON review_inzage BEGIN
         SELECT RAISE(ABORT, 'the reading log cannot be changed'); END""",
    """CREATE TRIGGER review_inzage_blijft BEFORE DELETE ON review_inzage BEGIN
         SELECT RAISE(ABORT, 'the reading log cannot be changed'); END""",
)
_POSTGRESQL = (
    "CREATE INDEX review_zoek ON review_gesprek USING gin (to_tsvector('simple', zoektekst))",
    """CREATE FUNCTION review_inzage_vast() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'the reading log cannot be changed'; END $$""",
    """CREATE TRIGGER review_inzage_vast BEFORE UPDATE OR DELETE ON review_inzage
         FOR EACH ROW EXECUTE FUNCTION review_inzage_vast()""",
    """CREATE TRIGGER review_inzage_blijft BEFORE TRUNCATE ON review_inzage
         FOR EACH STATEMENT EXECUTE FUNCTION review_inzage_vast()""",
)


def _make(apps: Any, schema_editor: Any) -> None:
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]
    operations = [migrations.RunPython(_make)]
