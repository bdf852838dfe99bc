"""The command line: `python -m bot --help`."""

from __future__ import annotations

import argparse
import asyncio
import concurrent.futures
import dataclasses
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Sequence

from bot import ops_cli, review_cli, routekaart_cli, teams_cli
from bot.errors import UsageError
from bot.lines import read_lines
from bot.nlu.folders import use_routekaart
from bot.routekaart import Rol, RoutekaartFout, Schoolsoort, load
from bot.settings import Settings

DONE, FAILED, WRONG_CALL = 0, 1, 2
_DAY_SECONDS = 86_400


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0: done, 1: the check failed, 2: the call was wrong."""
    args = _parser().parse_args(argv)
    try:
        settings = Settings.from_env()
        for name, value in settings.for_children().items():
            os.environ.setdefault(name, value)
        os.environ["WEGWIJZER_TRACKER_URL"] = settings.tracker_url  # follows from another setting, so an older one is not kept
        use_routekaart(Path(settings.routekaart))
        args.settings = settings
        return int(args.command(args))
    except RoutekaartFout as error:
        print(error, file=sys.stderr)
        return FAILED
    except UsageError as error:
        print(error, file=sys.stderr)
        return WRONG_CALL
    except KeyboardInterrupt:
        return FAILED
    except BrokenPipeError:  # `… | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="The wegwijzer: where to go with a concern about a pupil.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, function: Any, help_: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_, description=help_)
        sub.set_defaults(command=function)
        return sub

    command("run", _run, "train if needed, start the servers and say where to open the chat")
    command("train", _train, "train the language model unless one fits the present data")
    actions = command("actions", _actions, "start the action server only")
    actions.add_argument("--host", default="127.0.0.1")
    actions.add_argument("--port", type=int, default=5055)
    serve = command("serve", _serve, "start Rasa's server only, with a trained model")
    serve.add_argument("--model", type=Path, help="default: the one for the present data")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=5005)
    command("chat", _chat, "talk in the terminal, or play a file of conversations").add_argument("--in", dest="file", type=Path)
    for name, function, help_ in (
        ("classify", _classify, "what the bot would do with each message of a file"),
        ("redact", _redact, "what is hidden in each message of a file before it is read or stored"),
    ):
        command(name, function, help_).add_argument("--in", dest="file", type=Path, required=True)
    purge = command("purge", _purge, "delete conversations that are older than the setting allows, and write the proof")
    purge.add_argument("--daily", action="store_true", help="again each day, until it is stopped")
    advise = command("advise", _advise, "the advice on a concern")
    advise.add_argument("zorgvraag")
    advise.add_argument("--gemeente")
    advise.add_argument("--schoolsoort", choices=[soort.value for soort in Schoolsoort])
    advise.add_argument("--rol", choices=[rol.value for rol in Rol])
    advise.add_argument("--json", action="store_true")
    learn = command("learn", _learn, "train with what coordinators agreed on, and compare the new model with the present one")
    learn.add_argument("--accept", action="store_true", help="keep the messages in data/nlu, so that the next start trains with them")
    learn.add_argument("--in", dest="file", type=Path, help="an export of the site; default: its database")
    review_cli.add_commands(commands.add_parser("review", help="the coordinators' site: serve, accounts, reading, checks"))
    ops_cli.add_commands(command)
    routekaart_cli.add_commands(commands.add_parser("routekaart", help="check, complete and exchange the content of the route map"))
    teams_cli.add_commands(commands.add_parser("teams", help="check the set-up for Microsoft Teams and build the app package"))
    return parser


def _run(args: argparse.Namespace) -> int:
    from bot.model import check_yaml
    from bot.processes import check_port, supervise

    settings = Settings.from_env()
    check_port(settings.host, settings.port, "WEGWIJZER_PORT")
    check_port("127.0.0.1", settings.actions_port, "WEGWIJZER_ACTIONS_PORT")
    teams_cli.refuse_faults(settings)
    check_port(settings.host, settings.review_port, "WEGWIJZER_REVIEW_PORT")
    load(routekaart_cli.folder())
    check_yaml()
    print("The route map is whole. Starting the action server and Rasa; this takes half a minute.", flush=True)
    return supervise(settings, _model())


def _model() -> Path:
    """The fitting model; training runs in a process of its own, which gives its memory back."""
    import subprocess

    from bot.model import model_path
    from bot.privacy.crf import model_path as names_path

    path = model_path()
    _remove_damaged(path)
    if (
        not (path.exists() and names_path().exists())
        and subprocess.run([sys.executable, "-m", "bot", "train"], stdout=sys.stderr, check=False).returncode
    ):
        raise SystemExit(FAILED)
    return path


def _remove_damaged(path: Path) -> None:
    """A model that is not the one that was trained is made anew, rather than that nothing starts."""
    from bot.model import check_model

    try:
        check_model(path)
    except UsageError as error:
        if path.exists():
            print(f"{error} It is made anew now.", file=sys.stderr)
            path.unlink()


def _train(args: argparse.Namespace) -> int:
    from bot.model import check_yaml, train

    load(routekaart_cli.folder())
    check_yaml()
    _light()
    with concurrent.futures.ProcessPoolExecutor(1) as beside:
        names = beside.submit(_train_names)
        path = train()
        names.result()
    print(path)
    return DONE


def _train_names() -> None:
    """So that the servers need not, each for itself."""
    from bot.privacy.redactor import Redactor

    Redactor()


def _actions(args: argparse.Namespace) -> int:
    load(routekaart_cli.folder())
    from bot.quiet import quiet
    from bot.server.light import without_spacy

    without_spacy()
    settings = Settings.from_env()
    quiet(settings.log_level)
    _guard_logs()
    from actions.kaart import kaart
    from bot.server.actieserver import serve

    kaart()  # the first teacher does not wait for it
    serve(settings, args.host, args.port)
    return DONE


def _serve(args: argparse.Namespace) -> int:
    from bot.model import check_model, model_path
    from bot.processes import check_port
    from bot.quiet import quiet

    settings = Settings.from_env()
    teams_cli.refuse_faults(dataclasses.replace(settings, host=args.host))
    model = args.model or model_path()
    check_model(model, settings.model_sha256)
    check_port(args.host, args.port, "WEGWIJZER_PORT")
    for number in range(settings.werkers if settings.metrics_port else 0):
        check_port(settings.metrics_host, settings.metrics_port + number, "WEGWIJZER_METRICS_PORT")
    _light()
    quiet(settings.log_level)
    _guard_logs()
    from bot.server.rasa import serve

    serve(settings, model, args.host, args.port)
    return DONE


def _chat(args: argparse.Namespace) -> int:
    rows = list(read_lines(args.file, "id", "beurten")) if args.file else []
    _light()
    from bot.terminal import play, talk

    settings = Settings.from_env()
    if args.file is None:
        asyncio.run(talk(settings, _model()))
    else:
        asyncio.run(play(settings, _model(), rows, _print_json, _progress))
    return DONE


def _classify(args: argparse.Namespace) -> int:
    rows = list(read_lines(args.file, "id", "text"))
    _light()
    from bot.terminal import classify

    asyncio.run(classify(_model(), rows, _print_json, _progress))
    return DONE


def _redact(args: argparse.Namespace) -> int:
    rows = list(read_lines(args.file, "id", "text"))
    from bot.server.light import without_spacy

    without_spacy()
    from bot.privacy.redactor import Redactor

    redact = Redactor()
    for row in rows:
        hidden = redact(row["text"])
        _print_json({"id": row["id"], "text": hidden.text, "spans": [dataclasses.asdict(found) for found in hidden.found]})
    return DONE


def _guard_logs() -> None:
    """From here on nothing personal gets into a log of this process."""
    from bot.privacy.logs import LogGuard
    from bot.privacy.redactor import default_redactor

    LogGuard(default_redactor()).install()


def _purge(args: argparse.Namespace) -> int:
    """Once, or each day while the bot runs."""
    from bot.privacy.retention import Retention
    from bot.settings import STATE

    settings = Settings.from_env()
    retention = Retention(settings.tracker_db, STATE, settings.bewaar_dagen)
    while True:
        try:
            _print_json(dataclasses.asdict(retention.purge()))
        except Exception as error:  # a locked database today is an open one tomorrow; the bot goes on
            print(
                f"The purge failed: {type(error).__name__}. Mend: see that {settings.tracker_db} can be written.",
                file=sys.stderr,
                flush=True,
            )
            if not args.daily:
                return FAILED
        if not args.daily:
            return DONE
        time.sleep(_DAY_SECONDS)


def _learn(args: argparse.Namespace) -> int:
    from bot.learn import learn

    return DONE if learn(_model(), args.file, args.accept, print, _progress) else FAILED


def _light() -> None:
    """This process has no use for TensorFlow, which takes Rasa ten seconds to import."""
    from bot.server.light import without_tensorflow

    if "tensorflow" not in sys.modules:  # a test may call this in its own process
        without_tensorflow()


def _advise(args: argparse.Namespace) -> int:
    from bot.channels.cards.text import render

    kaart = load(routekaart_cli.folder())
    if args.zorgvraag not in kaart.zorgvragen:
        print(f"Concern {args.zorgvraag!r} does not exist. Mend: use one of {', '.join(kaart.zorgvragen)}.", file=sys.stderr)
        return WRONG_CALL
    soort = Schoolsoort(args.schoolsoort) if args.schoolsoort else None
    advies = kaart.advise(args.zorgvraag, args.gemeente, soort, Rol(args.rol) if args.rol else None)
    if args.json:
        _print_json(advies.as_dict())
        return DONE
    if args.gemeente and advies.gemeente is None:
        print(kaart.landelijk.zinnen.onbekende_gemeente.format(gemeente=args.gemeente) + "\n")
    every_part = ("urgentie", "eerst", "contact", "stappen", "niet_doen", "zin", "toestemming", "escalatie", "bronnen")
    print(render(advies, kaart.zorgvragen[args.zorgvraag].label, every_part))
    return DONE


def _print_json(row: dict[str, Any]) -> None:
    print(json.dumps(row, ensure_ascii=False), flush=True)


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
