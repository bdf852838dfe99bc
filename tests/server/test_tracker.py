"""A copied tracker is what Rasa's copy is, and neither changes the other."""

from __future__ import annotations

from typing import Any, List

from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    Event,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.server.tracker import Tracker

SLOTS = [AnySlot(name, mappings=[{"type": "custom"}], influence_conversation=False) for name in ("gemeente", "getoond")]
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from(["groet", "pesten"]).map(lambda intent: UserUttered("x", {"name": intent, "confidence": 1.0})),
    st.sampled_from(["action_listen", "action_advies"]).map(ActionExecuted),
    st.sampled_from([None, "formulier"]).map(ActiveLoop),
    st.tuples(st.sampled_from(["gemeente", "getoond"]), st.sampled_from([None, "kampen", {"zorgvraag": "pesten"}])).map(
        lambda pair: SlotSet(*pair)
    ),
    st.sampled_from([BotUttered("x"), AllSlotsReset(), Restarted(), UserUtteranceReverted(), ConversationPaused()]),
    st.sampled_from([FollowupAction("action_advies"), LoopInterrupted(True)]),
)


def state(tracker: DialogueStateTracker) -> Any:
    return {**tracker.current_state(EventVerbosity.ALL), "latest": tracker.latest_message, "loop": tracker.active_loop}


@given(st.lists(EVENTS, max_size=25), st.lists(EVENTS, max_size=5))
def test_a_copy_is_rasas_copy(events: List[Event], more: List[Event]) -> None:
    ours = Tracker.from_events("a", events, SLOTS)
    before, rasas, mine = state(ours), DialogueStateTracker.copy(ours), ours.copy()
    assert state(mine) == state(rasas) == before
    for tracker in (mine, rasas):
        tracker.update_with_events(more, None, override_timestamp=False)
    assert state(mine) == state(rasas)
    assert state(ours) == before
