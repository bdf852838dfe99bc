"""What every answer of our own pages carries: nothing from elsewhere, nothing kept."""

from __future__ import annotations

from typing import Dict, Sequence

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


_EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""The hash of nothing: WebChat puts in one style without content and without nonce."""


def for_window(nonce: str, origins: Sequence[str]) -> Dict[str, str]:
    """Those of the chat window: other sites may show it, and WebChat puts its styles in by `nonce`, its pictures in by data and blob."""
    return _policy(
        "script-src 'self'",
        f"style-src 'self' 'nonce-{nonce}' {_EMPTY}",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src blob:",
        " ".join(["frame-ancestors 'self'", *origins]),
    )


def for_host() -> Dict[str, str]:
    """Those of the demonstration page: what a school with a strict policy has to allow, and no more."""
    return _policy("script-src 'self'", "style-src 'self'", "frame-src 'self'", "img-src 'self' data:")


def _policy(*rules: str) -> Dict[str, str]:
    policy = "; ".join(["default-src 'none'", "base-uri 'none'", "form-action 'none'", *rules])
    return {**HEADERS, "Content-Security-Policy": policy}


FOR_EVER = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=31536000, immutable",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}
"""Those of a file whose address holds the hash of its content."""
FOR_MINUTES = {**FOR_EVER, "Cache-Control": "public, max-age=300"}
"""Those of the one script that other sites name."""
