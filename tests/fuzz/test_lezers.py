"""Everything that reads what others wrote: whatever comes, it is read or refused, and nothing else happens."""

from __future__ import annotations

import itertools
import json
import tempfile
from pathlib import Path
from typing import Any, List

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.door import Door, clean
from bot.channels.microsoft.activity import Activity
from bot.channels.sessie import Sessions
from bot.channels.weigering import Refused
from bot.nlu.dutch import load_dutch
from bot.privacy.logs import LogGuard
from bot.privacy.redactor import default_redactor
from bot.server.acties import _checked
from bot.server.journaal import Journal
from bot.settings import ROOT, Settings
from tests.fuzz.vreemd import FUZZ, JSON, TEXT, broken, changed

SESSIONS = Sessions(Settings(secret="x" * 40))
TOKEN, SESSIE = SESSIONS.new("https://www.school.nl", "Kampen", "po")
OTHER = SESSIONS.new("https://www.school.nl")[1]
BUTTON = SESSIONS.sign(SESSIE, "/pesten")


@given(st.one_of(changed(TOKEN), TEXT, JSON, st.just(BUTTON)))
@FUZZ
def test_a_token_of_a_session(token: Any) -> None:
    """It is refused, or it is the session that was given out: base64 has more than one spelling."""
    try:
        assert SESSIONS.open(token, SESSIE.herkomst) == SESSIE
    except Refused as refused:
        assert refused.status == 401


@given(st.one_of(changed(BUTTON), TEXT, JSON, st.just(TOKEN)))
@FUZZ
def test_a_button(button: Any) -> None:
    try:
        assert SESSIONS.payload(SESSIE, button) == "/pesten"
    except Refused as refused:
        assert refused.status == 403
    with pytest.raises(Refused):
        SESSIONS.payload(OTHER, button)


ACTIVITIES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "tests/channels/teams/activiteiten").glob("*.json"))]


@given(st.one_of(st.dictionaries(st.text(max_size=12), JSON), *(broken(activity) for activity in ACTIVITIES)))
@FUZZ
def test_an_activity_of_teams(data: Any) -> None:
    activity = Activity(data if isinstance(data, dict) else {})
    texts = [activity.type, activity.id, activity.reply_to, activity.name, activity.sender, activity.bot, activity.tenant, activity.person]
    assert all(isinstance(text, str) for text in [*texts, activity.text, activity.address.conversation, activity.address.service_url])
    assert isinstance(activity.is_private, bool) and isinstance(activity.bot_was_added, bool)
    assert all(isinstance(name, str) for name in activity.reactions("reactionsAdded"))
    if activity.button is not None:
        try:
            SESSIONS.payload(SESSIE, activity.button)
        except Refused as refused:
            assert refused.status == 403


ROWS = st.builds(
    lambda sender, data: {"sender_id": sender, "type_name": "user", "timestamp": 1.0, "data": json.dumps(data)},
    st.sampled_from("abc"),
    JSON,
)
GARBAGE = st.one_of(st.binary(max_size=60), JSON.map(lambda value: json.dumps(value).encode()), st.just(b"[" * 100_000))


@given(st.lists(st.one_of(ROWS, GARBAGE), max_size=8))
@FUZZ
def test_the_journal_of_a_process_that_ended(lines: List[Any]) -> None:
    """Every whole line is taken over, in its order; half ones and garbage keep none of the others back."""
    rows = [line for line in lines if isinstance(line, dict)]
    content = [json.dumps(line).encode() if isinstance(line, dict) else line.replace(b"\n", b"") for line in lines]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "oud.jsonl").write_bytes(b"".join(line + b"\n" for line in content))
        journal = Journal(folder)
        journal.take_over()
        for sender in "abc":
            assert [row for row in journal.waiting(sender) if row in rows] == [row for row in rows if row["sender_id"] == sender]
        assert not (folder / "oud.jsonl").exists()


@given(st.one_of(JSON, broken({"events": [{"event": "slot"}], "responses": [{"text": "a", "buttons": [{"title": "a", "payload": "/a"}]}]})))
@FUZZ
def test_an_answer_of_the_action_server(answer: Any) -> None:
    try:
        checked = _checked(answer)
    except ValueError:
        return
    assert all(isinstance(message.get("text") or "", str) for message in checked["responses"])


@given(typed=TEXT)
@FUZZ
def test_what_a_teacher_types(typed: str) -> None:
    redactor = default_redactor()
    text, _ = Door(redactor).text("a", typed)
    assert text == clean(text) and not text.startswith("/") and text.isprintable()
    found = redactor(typed).found
    assert all(0 <= span.start < span.end <= len(typed) for span in found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))


@given(line=TEXT)
@FUZZ
def test_a_log_line(line: str) -> None:
    assert isinstance(LogGuard(default_redactor())(line), str)


@pytest.fixture(scope="module")
def nlp() -> Any:
    return load_dutch().nlp


@given(text=TEXT)
@FUZZ
def test_the_tokens_of_a_text_stand_in_it(text: str, nlp: Any) -> None:
    read = clean(text)
    assert all(read[token.idx : token.idx + len(token.text)] == token.text for token in nlp.make_doc(read))


@given(typed=TEXT)
@FUZZ
async def test_the_model_reads_every_text(typed: str, reader: Any) -> None:
    """With a decision, except where nothing is left to read."""
    text = clean(typed)
    if not text:
        return
    parsed = await reader.parse_message(text)
    assert isinstance(parsed["besluit"]["safety"], bool)
    assert 0 <= parsed["intent"]["confidence"] <= 1


@pytest.fixture(scope="module")
def reader(model: Path) -> Any:
    from bot.terminal import load_agent

    return load_agent(model, None)
