"""Two Rasa servers, PostgreSQL, Redis and nginx as deploy/ puts them together: one dies under load, Redis dies, and nothing is lost."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Iterator, List

import pytest
import requests

from bot.settings import ROOT
from bot.teksten import teksten
from tests.deploy.diensten import Redis, nginx, redis
from tests.faults.belasting import Report, Teacher, compare, load, teachers
from tests.faults.installatie import Actions, Rasa
from tests.postgres import Postgres, postgres


class Cluster:
    def __init__(self, url: str, rasas: List[Rasa], shared: Redis, database: Postgres, folder: Path) -> None:
        self.url, self.rasas, self.redis, self.database, self.folder = url, rasas, shared, database, folder
        self.report = Report()
        self.crew: List[Teacher] = [teacher for teacher, _ in zip(teachers(url), range(16))]  # noqa: B905

    def load(self, kind: str, turns: int, crew: List[Teacher] | None = None) -> None:
        self.report.danger_unanswered.clear()
        load(kind, crew or self.crew, turns, self.report, lambda: self.url)


@pytest.fixture(scope="module")
def cluster(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("replicas")
    actions = Actions(folder)
    with postgres() as database, redis(folder) as shared:
        env = {"WEGWIJZER_ACTIONS_PORT": str(actions.port), "WEGWIJZER_TRACKER_DB": database.url, "WEGWIJZER_REDIS_URL": shared.url}
        rasas = [Rasa(folder / name, model, env) for name in ("rasa-1", "rasa-2")]
        try:
            actions.start()
            for rasa in rasas:
                rasa.start(wait=False)
            for rasa in rasas:
                rasa.wait()
            with nginx(folder, [rasa.port for rasa in rasas]) as url:
                yield Cluster(url, rasas, shared, database, folder)
        finally:
            for rasa in rasas:
                rasa.stop()
            actions.stop()


def test_both_servers_answer_one_conversation(cluster: Cluster) -> None:
    cluster.load("both", 48)
    assert all(rasa.figure("wegwijzer_turns_total") > 0 for rasa in cluster.rasas)
    assert (cluster.report.silent, cluster.report.unreachable, cluster.report.danger_unanswered) == (0, 0, [])


def test_two_messages_at_once_on_two_servers(cluster: Cluster) -> None:
    cluster.load("at once", 24, [cluster.crew[0]] * 6)
    assert cluster.report.silent == 0


def test_one_server_is_killed_under_load(cluster: Cluster) -> None:
    during = threading.Thread(target=cluster.load, args=("one killed", 64))
    during.start()
    time.sleep(1)
    cluster.rasas[0].kill()
    during.join()
    cluster.rasas[0].start()
    assert (cluster.report.silent, cluster.report.danger_unanswered) == (0, [])
    assert cluster.report.unreachable == 0  # nginx asks the other one


def test_one_server_hangs(cluster: Cluster) -> None:
    """It takes connections and says nothing: nginx gives it as long as a turn may take, and asks the other one."""
    cluster.rasas[0].hang()
    cluster.load("one hangs", 32)
    cluster.rasas[0].go_on()
    assert (cluster.report.silent, cluster.report.unreachable, cluster.report.danger_unanswered) == (0, 0, [])


def test_redis_hangs(cluster: Cluster) -> None:
    cluster.redis.hang()
    cluster.load("redis hangs", 32)
    cluster.redis.go_on()
    assert (cluster.report.silent, cluster.report.danger_unanswered) == (0, [])


def test_redis_dies_and_comes_back(cluster: Cluster) -> None:
    cluster.redis.stop()
    cluster.load("redis gone", 32)
    ready = cluster.rasas[1].ready()["redis"]
    cluster.redis.start()
    assert ready is False
    assert (cluster.report.silent, cluster.report.danger_unanswered) == (0, [])
    assert "No lock of the replicas could be taken" in cluster.rasas[1].log()


def test_postgresql_stops_and_comes_back(cluster: Cluster) -> None:
    cluster.database.stop()
    cluster.load("postgresql gone", 32)
    ready = [rasa.ready()["opslag"] for rasa in cluster.rasas]
    cluster.database.start()
    assert ready == [False, False]
    assert (cluster.report.silent, cluster.report.danger_unanswered) == (0, [])


def test_nothing_acknowledged_is_lost(cluster: Cluster) -> None:
    end = time.monotonic() + 60
    while sum(rasa.figure("wegwijzer_store_waiting") for rasa in cluster.rasas) and time.monotonic() < end:
        time.sleep(0.3)
    compare(cluster.crew, cluster.database.url, cluster.report)
    print(f"\n{cluster.report.table()}")
    assert cluster.report.acknowledged > 100
    assert (cluster.report.lost, cluster.report.mixed) == (0, 0)


PUBLIC = [
    ("/chat/", 200, "the chat"),
    ("/routekaart/", 200, "the route map"),
    ("/.well-known/security.txt", 200, "where to report a hole"),
    ("/", 404, "Rasa's root tells its version"),
    ("/version", 404, "Rasa's version"),
    ("/health/ready", 404, "inner state"),
    ("/chat/health", 404, "inner state"),
    ("/metrics", 404, "inner figures"),
    ("/webhooks/rest/webhook", 404, "Rasa's own channel"),
    ("/conversations/een/tracker", 404, "Rasa's API"),
    ("/model", 404, "Rasa's API"),
    ("/chat/../health/ready", 404, "a detour"),
    ("/chat//../../model", 400, "a detour above the root"),
    ("/chat/%2e%2e/health/ready", 404, "a detour in code"),
]


@pytest.mark.parametrize(("path", "status", "reason"), PUBLIC, ids=[f"{row[0]} {row[2]}" for row in PUBLIC])
def test_what_the_public_reaches(path: str, status: int, reason: str, cluster: Cluster) -> None:
    request = requests.Request("GET", cluster.url).prepare()
    request.url = cluster.url + path  # as it is, without tidying
    with requests.Session() as session:
        answer = session.send(request, timeout=30, allow_redirects=False)
    assert answer.status_code == status
    assert "asa" not in answer.headers.get("Server", "") and "/" not in answer.headers.get("Server", "")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_body_that_is_too_large_gets_a_sentence(cluster: Cluster) -> None:
    answer = requests.post(f"{cluster.url}/chat/bericht", data=b"x" * 100_000, timeout=30)
    assert (answer.status_code, answer.json()["fout"].startswith("Je bericht is te groot")) == (413, True)


def test_one_id_goes_from_the_door_to_the_action_server(cluster: Cluster) -> None:
    answer = requests.post(f"{cluster.url}/chat/sessie", json={}, timeout=30)
    assert answer.headers["X-Request-ID"] in (cluster.folder / "toegang.log").read_text()


def test_the_sentence_of_nginx_is_that_of_the_channel() -> None:
    site = (ROOT / "deploy/nginx/wegwijzer.conf").read_text(encoding="utf-8")
    assert all(teksten("kanaal")[name] in site for name in ("storing", "te_snel"))


def test_without_any_server_the_teacher_gets_a_sentence(cluster: Cluster) -> None:
    """The last test of this file: it takes both servers away."""
    for rasa in cluster.rasas:
        rasa.kill()
    answer = requests.post(f"{cluster.url}/chat/bericht", json={}, timeout=30)
    assert (answer.status_code, "Bel 112" in answer.json()["fout"]) == (503, True)
