"""One HTTP client for all calls to Microsoft, made in the running loop and closed with it."""

from __future__ import annotations

from typing import Any, Optional

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)


class Http:
    """Opens its session on first use, as Rasa makes its channels before its loop runs."""

    def __init__(self, timeout: aiohttp.ClientTimeout = TIMEOUT) -> None:
        self._timeout = timeout
        self._session: Optional[aiohttp.ClientSession] = None

    def request(self, method: str, url: str, **options: Any) -> Any:
        """A request that follows no redirect: a token goes to the named address or nowhere. Use with `async with`."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=self._timeout, trust_env=True)
        return self._session.request(method, url, allow_redirects=False, **options)

    async def json(self, url: str) -> Any:
        """Raises aiohttp.ClientError, TimeoutError or ValueError."""
        async with self.request("GET", url) as answer:
            answer.raise_for_status()
            if answer.status != 200:
                raise ValueError(f"status {answer.status}")
            return await answer.json(content_type=None)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
