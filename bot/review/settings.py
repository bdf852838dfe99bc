"""Django's settings, made from ours. What is not allowed here is closed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from bot.review.database import describe
from bot.review.sleutel import sleutel
from bot.settings import STATE, Settings

OURS = Settings.from_env()
HERE = Path(__file__).parent

SECRET_KEY = sleutel(OURS.review_secret, STATE / "review.key")
DEBUG = False
_ADDRESS = urlsplit(OURS.review_address)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", OURS.host, *([_ADDRESS.hostname] if _ADDRESS.hostname else [])]
CSRF_TRUSTED_ORIGINS = [f"{_ADDRESS.scheme}://{_ADDRESS.netloc}"]
ROOT_URLCONF = "bot.review.urls"
WSGI_APPLICATION = "bot.review.server.application"
DATABASES = {"default": describe(OURS.review_db)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "csp",
    "bot.review",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bot.review.poort.Poort",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bot.review.menu.menu",
            ]
        },
    }
]

# who may come in
AUTH_USER_MODEL = "review.Gebruiker"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "aanmelden", "start", "aanmelden"
AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME = 5, 0.25  # attempts, hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_TEMPLATE = "review/geblokkeerd.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "Wegwijzer"

# OpenID Connect
OIDC = bool(OURS.oidc_issuer)
if OIDC:
    INSTALLED_APPS.append("mozilla_django_oidc")
    AUTHENTICATION_BACKENDS.append("bot.review.openid.OpenId")
    OIDC_RP_CLIENT_ID, OIDC_RP_CLIENT_SECRET = OURS.oidc_client_id, OURS.oidc_client_secret
    OIDC_RP_SIGN_ALGO, OIDC_RP_SCOPES = "RS256", "openid email profile"
    OIDC_USE_PKCE = True
    OIDC_CREATE_USER = False
    OIDC_TIMEOUT = 10
    LOGIN_REDIRECT_URL_FAILURE = "/aanmelden/?openid=geweigerd"

# sessions and cookies
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = OURS.review_stil_minuten * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SECONDS = OURS.review_sessie_uren * 3600
"""Absolute limit, however busy somebody is; the gate keeps it."""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessie", "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True  # browsers take http://127.0.0.1 for secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # the answer of the OpenID provider comes from another site
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "bot.review.views.fouten.formulier"

# headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if _ADDRESS.scheme == "https":
    SECURE_HSTS_SECONDS = 31_536_000

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True

# mail
_MAIL = urlsplit(OURS.smtp)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if OURS.smtp else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "", _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.username or "", _MAIL.password or ""
EMAIL_USE_TLS, EMAIL_TIMEOUT = _MAIL.port == 587, 10
DEFAULT_FROM_EMAIL = OURS.smtp_van

LANGUAGE_CODE, TIME_ZONE, USE_TZ, USE_I18N = "nl", "Europe/Amsterdam", True, True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": OURS.log_level},
    "loggers": {"axes": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}},
}
