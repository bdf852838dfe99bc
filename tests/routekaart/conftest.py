"""What the tests of the route map share."""

from __future__ import annotations

import pytest

from bot.routekaart import Routekaart
from tests.routekaart.regelboek import Regelboek


@pytest.fixture(scope="session")
def boek(kaart: Routekaart) -> Regelboek:
    return Regelboek.read(kaart)
