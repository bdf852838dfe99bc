from __future__ import annotations

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "bot.review"
    label = "review"
    verbose_name = "Wegwijzer voor coördinatoren"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bot.review import aanmelding  # noqa: F401  # connects the signals of signing in and out to the reading log
