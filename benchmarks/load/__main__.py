"""`python -m benchmarks.load`: the bot beside stock Rasa. A few minutes, and once the training of the stock model (10 or more)."""

from __future__ import annotations

import argparse
import dataclasses
import os
import platform
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import List

from benchmarks.load import stock
from benchmarks.load.measure import Bot, Result, Say, measure, post
from bot.model import train
from bot.processes import free_port
from bot.settings import ROOT, STATE

REACH = {"start_s": 0.3, "memory_mb": 0.5, "p50_ms": 0.4, "p95_ms": 0.4, "per_s_10": 6.0}


def stock_bot(folder: Path) -> Bot:
    port = free_port()

    def talk() -> Say:
        sender = secrets.token_hex(8)
        return lambda text: [m["text"] for m in post(port, "/webhooks/rest/webhook", {"sender": sender, "message": text})]

    env = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    return Bot([stock.command(port)], folder, env, talk, lambda answers: any(a.startswith("Dit gaat over") for a in answers))


def our_bot(folder: Path) -> Bot:
    port, actions = free_port(), free_port()

    def talk() -> Say:
        session = post(port, "/chat/sessie", {})["sessie"]
        return lambda text: [m["text"] for m in post(port, "/chat/bericht", {"sessie": session, "tekst": text})["antwoord"]]

    env = {
        "WEGWIJZER_SECRET": secrets.token_hex(32),
        "WEGWIJZER_PORT": str(port),
        "WEGWIJZER_ACTIONS_PORT": str(actions),
        "WEGWIJZER_TRACKER_DB": str(folder / "wegwijzer.sqlite3"),
        "WEGWIJZER_JOURNAAL": str(folder / "journaal"),
        "WEGWIJZER_MAX_PER_MINUUT": "100000",
        "WEGWIJZER_MAX_PER_ADRES": "1000000",
    }
    command = [sys.executable, "-m", "bot"]
    commands = [[*command, "actions", "--port", str(actions)], [*command, "serve", "--port", str(port), "--model", str(train())]]
    return Bot(commands, ROOT, env, talk, lambda answers: any("leerplicht" in a.lower() or "gemeente" in a.lower() for a in answers))


def table(theirs: Result, ours: Result) -> str:
    rows = [f"{'figure':14} {'stock':>9} {'wegwijzer':>10} {'ratio':>7} {'reach':>6}"]
    for field in dataclasses.fields(Result):
        their, our = getattr(theirs, field.name), getattr(ours, field.name)
        rows.append(f"{field.name:14} {their:9.1f} {our:10.1f} {our / their:7.2f} {REACH.get(field.name, ''):>6}")
    for name, result in (("stock", theirs), ("wegwijzer", ours)):
        rows.append(f"turn 200 against turn 5, {name}: {result.turn_200_ms / result.turn_5_ms:.2f}")
    return "\n".join(rows)


def picture(theirs: Result, ours: Result) -> str:
    """Bars: ours as a share of stock's, one row a figure."""
    lines: List[str] = []
    for field in dataclasses.fields(Result):
        share = getattr(ours, field.name) / getattr(theirs, field.name)
        lines.append(f"{field.name:14} {'█' * max(1, round(min(share, 3) * 20))}{'…' if share > 3 else ''} {share:.2f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--turns", type=int, default=300)
    parser.add_argument("--examples", type=int, default=10, help="messages an intent that the stock model is trained on")
    parser.add_argument("--epochs", type=int, default=100, help="of the stock model; with fewer it answers as fast, and worse")
    parser.add_argument("--stock", type=Path, default=STATE / "stock", help="where the stock project stands, or is made")
    args = parser.parse_args()
    if not (args.stock / "config.yml").exists():
        stock.write_project(args.stock, args.examples, args.epochs)
    seconds = stock.train(args.stock)
    if seconds:
        print(f"stock trained on {args.examples} messages an intent, {args.epochs} epochs, in {seconds:.0f} s", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        theirs = measure(stock_bot(args.stock), args.turns, folder / "stock.log")
        ours = measure(our_bot(folder), args.turns, folder / "wegwijzer.log")
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    print(f"{time.strftime('%Y-%m-%d')}, {machine}")
    print(f"{table(theirs, ours)}\n\n{picture(theirs, ours)}")


if __name__ == "__main__":
    main()
