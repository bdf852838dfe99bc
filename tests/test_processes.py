"""Ports and health of the servers, with real sockets and a real action server."""

from __future__ import annotations

import contextlib
import http.server
import re
import socket
import threading
from typing import Iterator

import pytest

from bot.errors import UsageError
from bot.processes import action_server, check_port, free_port, healthy, wait_until_healthy
from bot.settings import Settings


class _Answer(http.server.BaseHTTPRequestHandler):
    """Answers every path that is a number with that status."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def serving(port: int = 0) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), _Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_taken_port_is_named_with_the_mend() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=rf"Port {port} on 127\.0\.0\.1 .*Mend: .*set WEGWIJZER_PORT") as caught:
            check_port("127.0.0.1", port, "WEGWIJZER_PORT")
    assert "in use" in str(caught.value)
    check_port("127.0.0.1", port, "WEGWIJZER_PORT")


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(UsageError, match="192\\.0\\.2\\.1"):
        check_port("192.0.2.1", free_port(), "WEGWIJZER_PORT")


def test_a_free_port_can_be_used() -> None:
    port = free_port()
    check_port("127.0.0.1", port, "WEGWIJZER_PORT")
    assert 1024 <= port <= 65535


STATUSES = [(200, True, "fine"), (404, False, "not there"), (503, False, "still starting"), (204, False, "another success than health")]


@pytest.mark.parametrize(("status", "expected", "reason"), STATUSES, ids=[row[2] for row in STATUSES])
def test_healthy(status: int, expected: bool, reason: str) -> None:
    with serving() as url:
        assert healthy(f"{url}/{status}") is expected


def test_nobody_listens() -> None:
    assert healthy(f"http://127.0.0.1:{free_port()}/200") is False


def test_a_server_that_does_not_speak_http_is_not_healthy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def babble() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"SSH-2.0-babble\r\n")

        thread = threading.Thread(target=babble, daemon=True)
        thread.start()
        assert healthy(f"http://127.0.0.1:{server.getsockname()[1]}/") is False
        thread.join()


def test_waiting_ends_when_every_address_answers() -> None:
    with serving() as one, serving() as other:
        assert wait_until_healthy([f"{one}/200", f"{other}/200"], lambda: True, 30) is True


def test_waiting_goes_on_until_a_late_server_is_there() -> None:
    port, asked = free_port(), 0
    with contextlib.ExitStack() as later:

        def alive() -> bool:
            nonlocal asked
            asked += 1
            if asked == 2:
                later.enter_context(serving(port))
            return True

        assert wait_until_healthy([f"http://127.0.0.1:{port}/200"], alive, 30) is True
    assert asked >= 2


def test_waiting_ends_when_a_process_ended() -> None:
    assert wait_until_healthy([f"http://127.0.0.1:{free_port()}/200"], lambda: False, 30) is False


def test_waiting_ends_when_one_of_two_stays_ill_and_the_time_is_over() -> None:
    with serving() as url:
        assert wait_until_healthy([f"{url}/200", f"{url}/503"], lambda: True, 1) is False


def test_the_action_server_runs_and_is_gone_afterwards() -> None:
    with action_server(Settings.from_env()) as webhook:
        port = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/webhook", webhook)
        assert port is not None
        assert healthy(webhook.replace("/webhook", "/health"))
    check_port("127.0.0.1", int(port[1]), "WEGWIJZER_ACTIONS_PORT")
