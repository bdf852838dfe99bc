"""Ids that say nothing about a person: random ones, and keyed hashes of ids that another system gives."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def random_id() -> str:
    """128 random bits: for a channel that does not know who is talking, such as the web page."""
    return secrets.token_hex(16)


def pseudonym(external_id: str, key: str) -> str:
    """The same id for the same person and key; without the key nobody gets back to the person. For a channel such as Teams.

    Changing the key (docs/privacy/beheer.md) cuts every conversation loose from its person. Raises ValueError for a short key.
    """
    if len(key) < 32:
        raise ValueError(
            "The key for pseudonyms is shorter than 32 characters. Mend: set a longer one, for example from 'openssl rand -hex 32'."
        )
    return hmac.new(key.encode(), external_id.encode(), hashlib.sha256).hexdigest()[:32]
