"""Signing in with OpenID Connect, for example Entra ID. Only accounts that were made here may come in.

The first time, an account is found by the address that the provider confirms; from then on by the provider's own id of the
person, so that a changed address gives nobody the account of another.
"""

from __future__ import annotations

import functools
from typing import Any, Mapping

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views import View
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from bot.review.models import Gebruiker
from bot.review.poort import OPENID

_ENDPOINTS = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}


@functools.cache
def provider() -> Mapping[str, Any]:
    """What the provider says of itself. Raises SuspiciousOperation where it is another than the settings name."""
    issuer = settings.OURS.oidc_issuer.rstrip("/")
    answer = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=settings.OIDC_TIMEOUT)
    answer.raise_for_status()
    found: Mapping[str, Any] = answer.json()
    if str(found.get("issuer", "")).rstrip("/") != issuer:
        raise SuspiciousOperation("The OpenID provider gives another issuer than WEGWIJZER_OIDC_ISSUER.")
    return found


def _setting(attr: str, *args: Any) -> Any:
    if attr in _ENDPOINTS:
        return provider()[_ENDPOINTS[attr]]
    return getattr(settings, attr, *args)


class OpenId(OIDCAuthenticationBackend):
    """Asks the provider for its addresses when somebody signs in, not when the site starts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.UserModel = Gebruiker

    def authenticate(self, request: Any, **kwargs: Any) -> Any:
        if request is None or not kwargs.get("nonce"):
            return None  # a password: another backend looks at it
        for name in (*_ENDPOINTS, "OIDC_RP_CLIENT_ID", "OIDC_RP_CLIENT_SECRET", "OIDC_RP_SIGN_ALGO"):
            setattr(self, name, _setting(name))
        self.OIDC_RP_IDP_SIGN_KEY = None
        user = super().authenticate(request, **kwargs)
        if user is not None:
            request.session[OPENID] = True
        return user

    def _verify_jws(self, payload: Any, key: Any) -> Any:
        """The library checks the signature only; whom the token is for and who gave it count as much."""
        try:
            return jwt.decode(
                payload,
                key,
                algorithms=[self.OIDC_RP_SIGN_ALGO],
                audience=self.OIDC_RP_CLIENT_ID,
                issuer=provider()["issuer"],
                leeway=30,
                options={"require": ["exp", "iat", "sub", "aud", "iss", "nonce"]},
            )
        except jwt.PyJWTError as error:
            raise SuspiciousOperation(f"The token of the OpenID provider is not valid: {type(error).__name__}") from None

    def get_userinfo(self, access_token: Any, id_token: Any, payload: Any) -> Any:
        """The signed token says it all; the userinfo address adds what the token leaves out."""
        more = {} if payload.get("email") else super().get_userinfo(access_token, id_token, payload)
        if more and more.get("sub") != payload["sub"]:
            raise SuspiciousOperation("The OpenID provider speaks of another person.")
        return {**more, **payload}

    def verify_claims(self, claims: Any) -> bool:
        return bool(claims.get("sub"))

    def filter_users_by_claims(self, claims: Any) -> Any:
        bound = Gebruiker.objects.filter(openid=claims["sub"], is_active=True)
        if bound or not claims.get("email") or claims.get("email_verified") is False:
            return bound
        return Gebruiker.objects.filter(email__iexact=claims["email"], openid="", is_active=True).exclude(email="")

    def update_user(self, user: Any, claims: Any) -> Any:
        if not user.openid:
            user.openid = claims["sub"]
            user.save(update_fields=["openid"])
        return user


class Request(OIDCAuthenticationRequestView):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        View.__init__(self, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            self.OIDC_OP_AUTH_ENDPOINT = _setting("OIDC_OP_AUTHORIZATION_ENDPOINT")
        except (requests.RequestException, SuspiciousOperation, ValueError):
            return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL_FAILURE)
        self.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_ID
        return super().get(request)


class Callback(OIDCAuthenticationCallbackView):
    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            return super().get(request)
        except (requests.RequestException, SuspiciousOperation, jwt.PyJWTError):
            return self.login_failure()
