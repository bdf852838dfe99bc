"""Python's search for garbage, as a server needs it."""

from __future__ import annotations

import gc

_SELDOM = (20_000, 20, 20)


def settle() -> None:
    """After loading: what stays for good is not looked through again, nor copied to each process, and garbage is looked for seldom.

    Python's own pace took a seventh of the processor time of a turn.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
