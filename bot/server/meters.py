"""What the bot counts, for Prometheus. Numbers only: no text, no conversation, no person."""

from __future__ import annotations

from typing import Any, Callable, List

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from rasa.shared.core.events import Event, UserUttered

_BUCKETS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0)


class Meters:
    """`docs/operations.md` explains each; a test holds that list and this one together."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter("wegwijzer_turns", "Messages that were answered", registry=self.registry)
        self.failed = Counter("wegwijzer_turns_failed", "Messages whose turn ended in an error", registry=self.registry)
        self.seconds = Histogram("wegwijzer_turn_seconds", "Time of a turn within Rasa", buckets=_BUCKETS, registry=self.registry)
        self.unsure = Counter("wegwijzer_turns_unsure", "Typed messages that the model was not sure of", registry=self.registry)
        self.safety = Counter("wegwijzer_turns_safety", "Typed messages that may be about danger", registry=self.registry)

    def watch(self, name: str, explanation: str, value: Callable[[], float]) -> None:
        """A figure that is asked for when Prometheus asks."""
        Gauge(name, explanation, registry=self.registry).set_function(value)

    def count(self, events: List[Event]) -> None:
        """What a turn added to its conversation."""
        for event in events:
            if isinstance(event, UserUttered):
                besluit: dict[str, Any] = (event.parse_data or {}).get("besluit") or {}
                self.unsure.inc(bool(besluit.get("ask")))
                self.safety.inc(bool(besluit.get("safety")))

    def serve(self, port: int, host: str) -> None:
        """On a port of its own, so that the public one knows nothing of it."""
        start_http_server(port, addr=host, registry=self.registry)
