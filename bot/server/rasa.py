"""Rasa's server as we run it: its channels, no HTTP API, our store, our locks, our way to the action server."""

from __future__ import annotations

import asyncio
import logging
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple, Union

import rasa
from rasa.core.actions.action import Action, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.run import configure_app, create_http_input_channels
from rasa.engine import loader
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.common import update_sanic_log_level
from sanic import Sanic
from sanic.server.socket import bind_socket

from bot.errors import UsageError
from bot.server import gezondheid, verzoek, werkers
from bot.server.acties import ActionEndpoint
from bot.server.geheugen import settle
from bot.server.graaf import InOrder
from bot.server.journaal import Journal
from bot.server.logvorm import use_json_lines
from bot.server.meters import Meters
from bot.server.opslag import Conversations
from bot.server.rijen import event_of, without_ranking
from bot.server.sloten import Locks
from bot.settings import ROOT, Settings

logger = logging.getLogger(__name__)

_AT_ONCE = 8
"""So many turns are under way; others wait for their place, else a crowd makes every action server and store look slow."""
_FIRST_LINE = "utter_eerste_regel_"
"""So bot/nlu/importer.py names the first line of a dangerous route."""
_FOR_ACTIONS = (UserUttered, SlotSet, SessionStarted)
_BACKLOG = 100
_MOST_BYTES = 500_000
"""Of a request: room for an activity of Teams; the chat takes less."""


class CheckedAction(RemoteAction):
    """Its answer was checked on arrival (acties.py). Rasa would make a JSON Schema validator for each, and look through its classes."""

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> Dict[str, Any]:
        """As Rasa's, without what no action of ours looks at: the domain, what the bot said and did, and rankings but the last one."""
        asked = [event.as_dict() for event in tracker.events if isinstance(event, _FOR_ACTIONS)]
        for event in asked:
            if "parse_data" in event:
                event["parse_data"] = without_ranking(event["parse_data"])
        state = {**tracker.current_state(EventVerbosity.NONE), "events": asked}
        return {"next_action": self.name(), "sender_id": tracker.sender_id, "tracker": state, "version": rasa.__version__}

    async def run(
        self, output_channel: OutputChannel, nlg: NaturalLanguageGenerator, tracker: DialogueStateTracker, domain: Domain
    ) -> List[Event]:
        answer: Any = await self.action_endpoint.request(json=self._action_call_format(tracker, domain))
        said = await self._utter_responses(answer["responses"], output_channel, nlg, tracker)
        return [*said, *map(event_of, answer["events"])]


class Processor(MessageProcessor):
    @staticmethod
    def _load_model(model_path: Union[str, Path]) -> Tuple[str, ModelMetadata, GraphRunner]:
        with tempfile.TemporaryDirectory() as folder:
            metadata, runner = loader.load_predict_graph_runner(Path(folder), Path(model_path), LocalModelStorage, InOrder)
        return Path(model_path).name, metadata, runner

    def predict_next_with_tracker_if_should(self, tracker: Any) -> Tuple[Action, Any]:
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        return self._checked(action), prediction

    def _get_action(self, action_name: str) -> Optional[Action]:
        return self._checked(super()._get_action(action_name))

    async def run_action_extract_slots(self, output_channel: OutputChannel, tracker: DialogueStateTracker) -> DialogueStateTracker:
        """Entities and actions fill our slots, so a message without entities fills none: Rasa looks at each slot all the same."""
        if tracker.latest_message is None or not tracker.latest_message.entities:
            return tracker
        extracted: DialogueStateTracker = await super().run_action_extract_slots(output_channel, tracker)
        return extracted

    def _log_action_on_tracker(
        self, tracker: DialogueStateTracker, action: Action, events: Optional[List[Event]], prediction: PolicyPrediction
    ) -> None:
        """As Rasa's, which copies all of it for log lines that nobody asked for."""
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        pass

    def _check_for_unseen_features(self, parse_data: Dict[str, Any]) -> None:
        """Rasa makes a domain for each message to compare ours with. Our buttons are signed, and tests walk all of them."""

    def _checked(self, action: Optional[Action]) -> Any:
        return CheckedAction(action.name(), self.action_endpoint) if action is not None and type(action) is RemoteAction else action


class Assistant(Agent):
    """Rasa's agent, with a store that needs no silent fallback, and every turn measured."""

    def __init__(self, store: Conversations, locks: Locks, actions: ActionEndpoint, meters: Meters) -> None:
        super().__init__(lock_store=locks, action_endpoint=actions)
        self.tracker_store = store  # Rasa would wrap it in one that answers a failed reading with an empty conversation
        self._meters = meters
        self._room = asyncio.Semaphore(_AT_ONCE)

    def load_model(self, model_path: str, fingerprint: Optional[str] = None) -> None:
        """As Rasa's, with our processor."""
        self.processor = Processor(
            model_path, self.tracker_store, self.lock_store, action_endpoint=self.action_endpoint, generator=self.nlg
        )
        self.domain = self.tracker_store.domain = self.processor.domain
        self.nlg.responses = self.domain.responses
        self._set_fingerprint(fingerprint)

    async def first_words(self, text: str) -> Optional[str]:
        """What is said first where the text is about danger, else None. Asks neither the store nor an action."""
        parsed: Dict[str, Any] = await self.parse_message(text)
        intent = parsed["intent"]["name"]
        names = [_FIRST_LINE + str(intent), *([f"utter_{intent}"] if (parsed.get("besluit") or {}).get("safety") else [])]
        found = next((self.domain.responses[name] for name in names if name in self.domain.responses), None)
        return str(found[0]["text"]) if found else None

    async def handle_message(self, message: UserMessage) -> Optional[List[Dict[str, Any]]]:
        start = time.perf_counter()
        try:
            async with self._room:
                answer: Optional[List[Dict[str, Any]]] = await super().handle_message(message)
        except (Exception, asyncio.CancelledError):  # cancelled: it took too long
            self._meters.failed.inc()
            raise
        self._meters.turns.inc()
        self._meters.seconds.observe(time.perf_counter() - start)
        logger.info("A turn was answered in %.3f seconds", time.perf_counter() - start)
        return answer


def serve(settings: Settings, model: Path, host: str, port: int) -> None:
    """Runs until it is stopped. Raises UsageError for a model that cannot be used, before any port is open."""
    meters = Meters()
    store = Conversations(settings.tracker_url, Journal(settings.journal_folder), meters.count)
    locks = Locks(settings.redis_url, settings.journal_folder / "sloten" if settings.werkers > 1 else None)
    actions = ActionEndpoint(settings.actions_url, settings.actions_key, settings.actie_seconden)
    assistant = Assistant(store, locks, actions, meters)
    _load(assistant, model)
    meters.watch("wegwijzer_store_waiting", "Events that wait on disk for the store", lambda: store.waiting)
    meters.watch("wegwijzer_store_errors", "Failed calls of the store since the start", lambda: store.errors)
    meters.watch("wegwijzer_actions_errors", "Failed calls of the action server since the start", lambda: actions.errors)
    app = configure_app(create_http_input_channels(None, str(ROOT / "credentials.yml")), enable_api=False, log_file=None)
    app.config.REQUEST_MAX_SIZE = _MOST_BYTES  # Sanic's own is 100 MB
    _without_root(app)
    verzoek.add(app)
    gezondheid.add(app, {"opslag": store.reachable, "redis": locks.reachable, "acties": actions.reachable})
    _background(app, assistant, store, actions)
    update_sanic_log_level()  # else Sanic logs addresses as they were asked for
    if settings.log_vorm == "json":
        use_json_lines()
    listening = bind_socket(host, port, backlog=_BACKLOG)

    def work(number: int) -> None:
        if settings.metrics_port:
            meters.serve(settings.metrics_port + number, settings.metrics_host)
        app.run(sock=listening, workers=1, access_log=False)

    settle()
    werkers.run(work, settings.werkers)


def _load(assistant: Assistant, model: Path) -> None:
    """Rasa itself would go on without a model, or take another one that lies there."""
    try:
        assistant.load_model(str(model))
    except Exception as error:
        raise UsageError(
            f"The model {model.name} cannot be loaded ({type(error).__name__}). Mend: remove it and run 'python -m bot train'."
        ) from None


def _without_root(app: Sanic) -> None:
    """Rasa's greeting at / tells its version."""
    app.router.reset()
    for route in [route for route in app.router.routes if route.path in ("", "/")]:
        app.router.dynamic_routes.pop(route.parts, None)
        app.router.static_routes.pop(route.parts, None)
        app.router.routes_all.pop(route.parts, None)


def _background(app: Sanic, assistant: Assistant, store: Conversations, actions: ActionEndpoint) -> None:
    @app.listener("before_server_start")
    async def begin(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        await assistant.parse_message("hallo")  # the first teacher does not wait for what is made on first use
        await store.take_over()
        app.ctx.agent = assistant
        app.ctx.flushing = loop.create_task(store.keep_flushing())

    @app.listener("after_server_stop")
    async def end(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.flushing.cancel()
        await actions.close()
