"""`python -m benchmarks.load`: the bot beside stock Rasa, turn about on one machine. Half an hour, most of it training the stock model."""

from __future__ import annotations

import argparse
import os
import platform
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import List

from benchmarks.load import stock, training
from benchmarks.load.measure import Bot, Line, Say, measure
from benchmarks.load.picture import draw
from benchmarks.load.table import table
from bot.model import train
from bot.processes import free_port
from bot.settings import ROOT, STATE
from bot.teksten import teksten


def stock_bot(project: Path, folder: Path) -> Bot:
    port = free_port()

    def talk() -> Say:
        sender, line = secrets.token_hex(8), Line(port)
        return lambda text: [m["text"] for m in line.post("/webhooks/rest/webhook", {"sender": sender, "message": text})]

    env = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    return Bot(
        commands=[stock.command(port)],
        folder=project,
        env=env,
        log=folder / "stock.log",
        talk=talk,
        right=lambda answers: any(answer.startswith("Dit gaat over") for answer in answers),
        failed=lambda answers: not answers,
    )


def our_bot(folder: Path, processes: int) -> Bot:
    port, actions = free_port(), free_port()
    folder.mkdir()

    def talk() -> Say:
        line = Line(port)
        session = line.post("/chat/sessie", {})["sessie"]

        def say(text: str) -> List[str]:
            body = {"sessie": session, "tekst": text, "id": secrets.token_hex(8)}  # as the window does
            return [m["text"] for m in line.post("/chat/bericht", body)["antwoord"]]

        return say

    env = {
        "WEGWIJZER_SECRET": secrets.token_hex(32),
        "WEGWIJZER_PORT": str(port),
        "WEGWIJZER_ACTIONS_PORT": str(actions),
        "WEGWIJZER_TRACKER_DB": str(folder / "wegwijzer.sqlite3"),
        "WEGWIJZER_JOURNAAL": str(folder / "journaal"),
        "WEGWIJZER_WERKERS": str(processes),
        "WEGWIJZER_MAX_PER_MINUUT": "100000",
        "WEGWIJZER_MAX_PER_ADRES": "1000000",
    }
    command = [sys.executable, "-m", "bot"]
    return Bot(
        commands=[
            [*command, "actions", "--port", str(actions)],
            [*command, "serve", "--port", str(port), "--model", str(train())],
        ],
        folder=ROOT,
        env=env,
        log=folder / "wegwijzer.log",
        talk=talk,
        right=lambda answers: any("leerplicht" in answer.lower() or "gemeente" in answer.lower() for answer in answers),
        failed=lambda answers: not answers or teksten("kanaal")["storing"] in answers,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--turns", type=int, default=100, help="of one client in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--every", type=int, default=10, help="the stock model is trained on each so manieth message")
    parser.add_argument("--epochs", type=int, default=3, help="of the stock model's DIET; with fewer it answers as fast, and worse")
    parser.add_argument("--stock", type=Path, default=STATE / "stock", help="where the stock project stands, or is made")
    parser.add_argument("--werkers", type=int, default=os.cpu_count(), help="processes of the bot's server, in the second table")
    parser.add_argument("--picture", type=Path, help="an SVG of the ratios")
    parser.add_argument(
        "--training", action="store_true", help="measure training too, on the same share: one more training of the stock model"
    )
    args = parser.parse_args()
    if not list((args.stock / "models").glob("*.tar.gz")):
        stock.write_project(args.stock, args.every, args.epochs)
        stock.train(args.stock)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = [our_bot(folder / kind, processes) for kind, processes in (("alone", 1), ("together", args.werkers))]
        theirs, alone, together = measure([stock_bot(args.stock, folder), *ours], args.turns, args.rounds, args.starts)
    print(_conditions(args))
    print(f"As `make run` starts it, with one process:\n\n{table(theirs, alone)}\n")
    print(f"With WEGWIJZER_WERKERS={args.werkers}:\n\n{table(theirs, together)}")
    if args.picture:
        draw(theirs, together, args.picture)
    if args.training:
        print(training.compare(args.every))


def _conditions(args: argparse.Namespace) -> str:
    cores, load = os.cpu_count(), os.getloadavg()[1]
    machine = f"{cores} cores ({platform.machine()}), Python {platform.python_version()}, load of the last five minutes {load:.1f}"
    model = f"stock model: each {args.every}th message, {args.epochs} epochs of DIET (it answers worse, not slower)"
    return f"{time.strftime('%Y-%m-%d')}, {machine}\n{model}\n"


if __name__ == "__main__":
    main()
