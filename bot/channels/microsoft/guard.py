"""Whether a request to the messaging endpoint comes from Microsoft's service and is meant for this bot.

Source of the rules: "Authenticate requests from the Bot Connector service to your bot" in Microsoft's Bot Connector reference.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Optional

import jwt

from bot.channels.microsoft.keys import Keys, KeysUnavailable, SigningKey

CHANNEL = "msteams"
_ISSUER = "https://api.botframework.com"
_LEEWAY_SECONDS = 300
_BEARER = re.compile(r"(?i:bearer) +([\w-]+\.[\w-]+\.[\w-]+) *", re.ASCII)


class NotAllowed(Exception):
    """The request is not carried out. `status` is 401, or 503 where Microsoft should try again later."""

    def __init__(self, reason: str, status: int = 401) -> None:
        super().__init__(reason)
        self.status = status


class Guard:
    """Checks the token of a request and that it belongs to the activity that came with it."""

    def __init__(self, keys: Keys, app_id: str, tenant: str) -> None:
        self._keys, self._app_id, self._tenant = keys, app_id, tenant

    async def check(self, authorization: Optional[str], activity: Dict[str, Any]) -> None:
        """Returns where all is well. Raises NotAllowed with the reason for the log, which names nobody."""
        key, claims = await self._verified(authorization)
        channel, service_url = activity.get("channelId"), activity.get("serviceUrl")
        if channel != CHANNEL:
            raise NotAllowed("the activity is not of Teams")
        if CHANNEL not in key.endorsements:
            raise NotAllowed("the key may not sign for Teams")
        if not isinstance(service_url, str) or not service_url or claims.get("serviceurl") != service_url:
            raise NotAllowed("the token is for another service address")
        if tenant_of(activity).lower() != self._tenant.lower():
            raise NotAllowed("the activity is of another organisation")

    async def _verified(self, authorization: Optional[str]) -> tuple[SigningKey, Dict[str, Any]]:
        match = _BEARER.fullmatch(authorization or "")
        if match is None:
            raise NotAllowed("no bearer token")
        try:
            header = jwt.get_unverified_header(match[1])
            if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
                raise NotAllowed("the token is not signed with RS256 and a named key")
            key = await self._keys.get(header["kid"])
            if key is None:
                raise NotAllowed("the key of the token is unknown")
            claims: Dict[str, Any] = jwt.decode(
                match[1],
                key.key,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=_ISSUER,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud"]},
            )
        except KeysUnavailable:
            raise NotAllowed("the keys of Microsoft cannot be fetched", 503) from None
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise NotAllowed(f"the token is not valid: {type(error).__name__}") from None
        return key, claims


def tenant_of(activity: Dict[str, Any]) -> str:
    """The id of the organisation in Entra, empty where the activity names none."""
    conversation, data = activity.get("conversation"), activity.get("channelData")
    of_conversation = conversation.get("tenantId") if isinstance(conversation, dict) else None
    tenant = data.get("tenant") if isinstance(data, dict) else None
    return str(of_conversation or (tenant.get("id") if isinstance(tenant, dict) else None) or "")
