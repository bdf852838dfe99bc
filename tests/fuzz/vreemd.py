"""What a stranger, a broken disk or a broken server may send."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("WEGWIJZER_FUZZ", "50"))
"""Cases a test; `make fuzz` asks for more."""
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

TEXT = st.one_of(
    st.text(max_size=300),
    st.text(st.sampled_from("/{}\"'\\&<>;:@#[]()| \t\n\r\0\u200b\u202e\u0301\ufeff\ud83d"), max_size=60),
    st.text(st.sampled_from("aAeE0123456789 .-+/@"), max_size=80),
    st.binary(max_size=200).map(lambda content: content.decode("utf-8", "replace")),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def changed(draw: Any, token: str) -> str:
    """A token with some letters replaced, taken out, doubled, or cut off."""
    letters = list(token)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(letters) - 1))
        letters[at] = draw(st.sampled_from(["", letters[at] * 2, "A", "=", ".", "-", "é", "\0"]))
    return "".join(letters)[draw(st.integers(0, 2)) :]


@st.composite
def broken(draw: Any, whole: Any) -> Any:
    """JSON in which one part somewhere is something else."""
    if not isinstance(whole, (dict, list)) or not whole or draw(st.integers(0, 3)) == 0:
        return draw(JSON)
    if isinstance(whole, list):
        at = draw(st.integers(0, len(whole) - 1))
        return [*whole[:at], draw(broken(whole[at])), *whole[at + 1 :]]
    name = draw(st.sampled_from(sorted(whole)))
    return {**whole, name: draw(broken(whole[name]))}
