"""Who asks, and in what kind of school."""

from __future__ import annotations

from enum import Enum
from typing import Optional


class Schoolsoort(str, Enum):
    PO = "po"
    VO = "vo"


class Rol(str, Enum):
    """The role in school of the person who asks."""

    LEERKRACHT = "leerkracht"
    MENTOR = "mentor"
    INTERN_BEGELEIDER = "intern_begeleider"
    ZORGCOORDINATOR = "zorgcoordinator"
    DIRECTIE = "directie"
    INVALLER = "invaller"


_SCHOOLSOORT = {
    Rol.LEERKRACHT: Schoolsoort.PO,
    Rol.INTERN_BEGELEIDER: Schoolsoort.PO,
    Rol.MENTOR: Schoolsoort.VO,
    Rol.ZORGCOORDINATOR: Schoolsoort.VO,
}


def schoolsoort_of(rol: Optional[Rol]) -> Optional[Schoolsoort]:
    """The kind of school that a role belongs to, where it belongs to one only."""
    return _SCHOOLSOORT.get(rol) if rol else None


def default_rol(schoolsoort: Optional[Schoolsoort]) -> Rol:
    return Rol.MENTOR if schoolsoort is Schoolsoort.VO else Rol.LEERKRACHT
