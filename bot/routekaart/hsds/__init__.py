"""The route map as Open Referral HSDS 3.1 JSON, and back without loss. docs/hsds.md says what goes where."""

from bot.routekaart.hsds.terug import import_hsds
from bot.routekaart.hsds.uit import export_hsds

__all__ = ["export_hsds", "import_hsds"]
