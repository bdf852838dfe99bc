"""YAML files with the line of every value, so that a fault can say where it stands."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Iterator, Optional, Sequence, Type, TypeVar, Union

import yaml
from pydantic import ValidationError, parse_obj_as

from bot.routekaart.zin import zin

Weg = Sequence[Union[str, int]]
"""The way to a value in a file: keys and list positions."""

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, order=True)
class Fout:
    """A fault in the content: where it is, what is wrong and how to mend it."""

    bestand: str
    regel: int
    veld: str
    melding: str
    oplossing: str

    def __str__(self) -> str:
        return f"{self.bestand}:{self.regel}: {self.veld or 'file'}: {self.melding}. Mend: {self.oplossing}."


class RoutekaartFout(Exception):
    """The content cannot be used as it is."""

    def __init__(self, fouten: Sequence[Fout]) -> None:
        super().__init__("\n".join(str(fout) for fout in fouten))
        self.fouten = tuple(fouten)


@dataclasses.dataclass(frozen=True)
class Bestand:
    """One parsed YAML file. `naam` is its path below the content folder."""

    naam: str
    data: Any
    node: Optional[yaml.Node]

    @classmethod
    def read(cls, path: Path, folder: Path) -> Bestand:
        """Raises RoutekaartFout where the file is missing, not UTF-8, not YAML or says something twice."""
        naam = path.relative_to(folder).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            loader = yaml.CSafeLoader(text)
            try:
                node = loader.get_single_node()
                data = loader.construct_document(node) if node else None
            finally:
                loader.dispose()
        except FileNotFoundError:
            raise RoutekaartFout(
                [Fout(naam, 1, "", zin("the file is missing"), zin("put it back, for example with git checkout"))]
            ) from None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise RoutekaartFout(
                [Fout(naam, line, "", zin("byte {byte} is not UTF-8", byte=error.start), zin("save the file as UTF-8"))]
            ) from None
        except OSError as error:
            fout = Fout(naam, 1, "", zin("the file cannot be read: {reden}", reden=error.strerror), zin("make it a file that you may read"))
            raise RoutekaartFout([fout]) from None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = zin("this is not YAML: {reden}", reden=getattr(error, "problem", None) or type(error).__name__)
            fout = Fout(naam, mark.line + 1 if mark else 1, "", problem, zin("check the indentation, colons and quotes on this line"))
            raise RoutekaartFout([fout]) from None
        twice = [Fout(naam, line, key, zin("this field stands twice"), zin("keep one of the two")) for line, key in _twice(node)]
        if twice:
            raise RoutekaartFout(twice)
        return cls(naam, data, node)

    def regel(self, weg: Weg) -> int:
        """The line (from 1) of the value at `weg`, or of the last part of the way that exists."""
        node, line = self.node, 1
        for key in weg:
            child = _child(node, key)
            if child is None:
                break
            line, node = child
        return line

    def fout(self, weg: Weg, melding: str, oplossing: str) -> Fout:
        return Fout(self.naam, self.regel(weg), ".".join(str(key) for key in weg), melding, oplossing)

    def as_type(self, type_: Type[T]) -> T:
        """The content as a type of the route map. Raises RoutekaartFout with every fault that the schema finds."""
        try:
            return parse_obj_as(type_, self.data)
        except ValidationError as error:
            raise RoutekaartFout([self._schema_fout(item) for item in error.errors()]) from None

    def _schema_fout(self, item: Any) -> Fout:
        weg = [key for key in item["loc"] if key != "__root__"]
        kind = item["type"]
        if kind == "value_error.missing":
            return self.fout(weg, zin("this field is required and not there"), zin("add '{veld}:'", veld=weg[-1]))
        if kind == "value_error.extra":
            return self.fout(weg, zin("this field does not exist"), zin("check its spelling, or remove it"))
        if kind == "type_error.enum":
            allowed = ", ".join(str(value.value) for value in item["ctx"]["enum_values"])
            return self.fout(weg, zin("this value is not allowed"), zin("use one of: {waarden}", waarden=allowed))
        own = item.get("ctx", {}).get("zin") or zin("{reden}", reden=item["msg"])
        return self.fout(weg, own, zin("correct the value; docs/routekaart.md describes every field"))


def _child(node: Optional[yaml.Node], key: Union[str, int]) -> Optional[tuple[int, yaml.Node]]:
    """The line of a field's name, or of an item of a list, and its value."""
    if isinstance(node, yaml.MappingNode):
        return next(((name.start_mark.line + 1, value) for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        item: yaml.Node = node.value[key]
        return item.start_mark.line + 1, item
    return None


def _twice(node: Optional[yaml.Node], weg: str = "") -> Iterator[tuple[int, str]]:
    """Line and way of every field that its mapping has already: YAML would drop the first one in silence."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, value in node.value:
            key = f"{weg}{name.value}"
            if name.value in seen:
                yield name.start_mark.line + 1, key
            seen.add(str(name.value))
            yield from _twice(value, f"{key}.")
    elif isinstance(node, yaml.SequenceNode):
        for n, item in enumerate(node.value):
            yield from _twice(item, f"{weg}{n}.")
