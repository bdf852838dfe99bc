"""What one Rasa server shows to whoever reaches its port: the closed state first."""

from __future__ import annotations

import contextlib
import json
import socket
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from tests.faults.installatie import Gesprek, Rasa

KEY = "k" * 40


CLOSED = ["/", "/version", "/status", "/model", "/domain", "/conversations/a/tracker", "/webhooks/rest/webhook", "/webhooks/rest/"]
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH"]


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", METHODS)
def test_rasas_api_is_off(method: str, path: str, server: Rasa) -> None:
    answer = requests.request(method, server.url + path, json={"sender": "a", "message": "/restart"}, timeout=10)
    assert answer.status_code in (404, 405)
    assert "3.6" not in answer.text


@pytest.mark.parametrize("path", ["sessie", "bericht", "gesprek", "wissen"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "TRACE"])
def test_the_chat_takes_only_its_own_methods(method: str, path: str, server: Rasa) -> None:
    assert requests.request(method, f"{server.url}/chat/{path}", timeout=10).status_code == 405


AMBIGUOUS = [
    (b"Content-Length: 2\r\nContent-Length: 40\r\n", "two lengths"),
    (b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "a length and parts"),
    (b"Content-Length: -1\r\n", "a length below nothing"),
]


@pytest.mark.parametrize(("headers", "reason"), AMBIGUOUS, ids=[row[1] for row in AMBIGUOUS])
def test_a_request_hides_no_second_one(headers: bytes, reason: str, server: Rasa) -> None:
    """What follows a body of unclear length is never read as a request of its own."""
    hidden = b"GET /chat/health HTTP/1.1\r\nHost: a\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(b"POST /chat/sessie HTTP/1.1\r\nHost: a\r\n" + headers + b"\r\n{}" + hidden)
        connection.settimeout(3)
        said = b""
        with contextlib.suppress(TimeoutError, socket.timeout, ConnectionResetError):
            while part := connection.recv(65_536):
                said += part
    assert said.count(b"HTTP/1.1 ") == 1 and said.split()[1] in (b"400", b"411")


def test_figures_are_on_a_port_of_their_own(server: Rasa) -> None:
    assert requests.get(f"{server.url}/metrics", timeout=10).status_code == 404
    assert server.figure("wegwijzer_turns_total") >= 0


def test_figures_hold_no_text(server: Rasa) -> None:
    Gesprek(server.url).zeg(server.url, "een leerling spijbelt kanarievogel")
    text = requests.get(f"http://127.0.0.1:{server.metrics}/metrics", timeout=10).text
    assert "wegwijzer_turns_total" in text
    assert "kanarie" not in text


def test_no_other_site_may_read_answers(server: Rasa) -> None:
    answer = requests.options(
        f"{server.url}/chat/bericht", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}, timeout=10
    )
    assert "Access-Control-Allow-Origin" not in answer.headers
    posted = requests.post(f"{server.url}/chat/bericht", json={}, headers={"Origin": "https://evil.example"}, timeout=10)
    assert (posted.status_code, "Access-Control-Allow-Origin" in posted.headers) == (403, False)


def test_no_cookie_and_no_version(server: Rasa) -> None:
    answer = requests.get(f"{server.url}/chat/", timeout=10)
    assert "Set-Cookie" not in answer.headers
    assert not {"Server", "X-Powered-By"} & set(answer.headers)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("given_id", ["abcdef-0123456789", None], ids=["brought along", "made here"])
def test_one_id_goes_from_the_channel_to_the_log_of_the_action_server(given_id: str | None, server: Rasa) -> None:
    body = {"sessie": Gesprek(server.url).sessie, "tekst": "een leerling spijbelt"}
    answer = requests.post(f"{server.url}/chat/bericht", json=body, headers={"X-Request-ID": given_id} if given_id else {}, timeout=30)
    used = answer.headers["X-Request-ID"]
    assert used == given_id if given_id else len(used) == 16
    lines = [json.loads(line) for line in (server.folder / "actions.log").read_text().splitlines() if line.startswith("{")]
    mine = [line for line in lines if line["verzoek"] == used]
    assert [line["bron"] for line in mine if line["tekst"].startswith("A request was answered with 200")] == ["bot.server.actieserver"]
    assert not any("spijbelt" in line["tekst"] for line in lines)


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200), st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=3)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_foreign_session_opens_nothing(server: Rasa, session: Any) -> None:
    value = session.decode("latin-1") if isinstance(session, bytes) else session
    answer = requests.post(f"{server.url}/chat/bericht", json={"sessie": value, "tekst": "hallo"}, timeout=10)
    assert (answer.status_code, set(answer.json())) == (401, {"fout"})


def test_attacks_on_another_conversation(server: Rasa) -> None:
    """Signed with another key, changed by a letter, or the button of another: none of them gets in."""
    mine, other = Gesprek(server.url), Gesprek(server.url)
    foreign = [str(URLSafeTimedSerializer(key, salt="sessie").dumps("a")) for key in ("", "x", "changeme", KEY)]
    changed = [mine.sessie[:n] + ("A" if mine.sessie[n] != "A" else "B") + mine.sessie[n + 1 :] for n in range(0, len(mine.sessie) - 1, 3)]
    for session in [*foreign, *changed]:
        assert requests.post(f"{server.url}/chat/bericht", json={"sessie": session, "tekst": "hallo"}, timeout=10).status_code == 401
    answer = requests.post(f"{server.url}/chat/bericht", json={"sessie": mine.sessie, "tekst": "een leerling spijbelt"}, timeout=30).json()
    buttons = [knop["knop"] for message in answer["antwoord"] for knop in message["buttons"]]
    assert buttons
    for button in [*buttons, "/gesprek_wissen", "/restart", json.dumps(["a", "/restart"])]:
        assert requests.post(f"{server.url}/chat/bericht", json={"sessie": other.sessie, "knop": button}, timeout=10).status_code == 403


@given(st.binary(max_size=400), st.sampled_from(["sessie", "bericht"]))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_gives_an_error_page(server: Rasa, path: str, body: bytes) -> None:
    answer = requests.post(f"{server.url}/chat/{path}", data=body, headers={"Content-Type": "application/json"}, timeout=10)
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


def test_a_packed_body_is_not_unpacked(server: Rasa) -> None:
    answer = requests.post(f"{server.url}/chat/bericht", data=b"\x1f\x8b" * 100, headers={"Content-Encoding": "gzip"}, timeout=10)
    assert answer.status_code in (400, 401, 415)


def test_a_body_without_end_is_refused(server: Rasa) -> None:
    assert requests.post(f"{server.url}/chat/bericht", data=b"x" * 2_000_000, timeout=30).status_code == 413
