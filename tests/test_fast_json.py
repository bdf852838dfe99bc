"""Fast JSON says what the standard library says, also of what orjson refuses."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import fast_json

TEXTS = st.text(st.characters(exclude_categories=[]))
"""With halves of surrogate pairs, which a browser may send."""
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_written_is_read_again(value: Any) -> None:
    written = fast_json.write(value)
    assert fast_json.read(written) == fast_json.read(written.decode()) == json.loads(written) == value


@given(VALUES)
def test_what_the_standard_library_wrote_is_read(value: Any) -> None:
    assert fast_json.read(json.dumps(value)) == value


def test_a_number_of_numpy_is_written() -> None:
    assert fast_json.read(fast_json.write({"confidence": np.float64(0.5)})) == {"confidence": 0.5}


@pytest.mark.parametrize("text", ["", "{", "[1,", b"\xff"])
def test_what_is_no_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError):
        fast_json.read(text)


def test_what_cannot_be_written_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        fast_json.write({"x": object()})
