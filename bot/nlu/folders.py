"""Where the components find their data files. The command line may point them to another route map before a model is loaded."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
_ROUTEKAART = "routekaart"
_moved: dict[str, Path] = {}


def use_routekaart(folder: Path) -> None:
    _moved[_ROUTEKAART] = folder


def folder(name: str) -> Path:
    """A folder of `data/`, or what stands in its place."""
    return _moved.get(name, DATA / name)
