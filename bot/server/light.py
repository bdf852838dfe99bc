"""Rasa without TensorFlow and other libraries that it imports on its way and we never use: channels, clouds, databases, prompts.

Nothing of Rasa is changed. A stand-in with the same name lets Rasa's modules be imported and their classes be declared; whoever then
really uses such a library gets an error that says so. What it saves: docs/performance.md.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any, Optional, Sequence

_LEFT_OUT = (
    *("tensorflow", "keras", "tensorflow_addons", "h5py", "matplotlib"),  # neural networks and their plots
    *("aiogram", "fbmessenger", "mattermostwrapper", "rocketchat_API", "slack_sdk", "twilio", "webexteamssdk"),  # Rasa's own channels
    *("boto3", "botocore", "pymongo"),  # models and conversations in a cloud
    *("prompt_toolkit", "questionary", "randomname"),  # questions on a terminal
)


class LeftOut(RuntimeError):
    """Something needs a library after all."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} was used, but this process runs without it. Mend: take it out of the list in bot/server/light.py.")


class _Absent:
    """A name of such a library: it can be named, looked into and be a base class; it cannot be used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> _Absent:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent(f"{self._name}.{name}")

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        return ()

    def __getitem__(self, item: object) -> _Absent:
        return self

    def __or__(self, other: object) -> _Absent:
        return self

    def __call__(self, *args: object, **kwargs: object) -> Any:
        raise LeftOut(self._name)


class _Module(ModuleType):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> _Absent:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent(f"{self.__name__}.{name}")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, left_out: Sequence[str]) -> None:
        self._left_out = left_out

    def find_spec(self, name: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None) -> Any:
        left_out = any(name == left or name.startswith(f"{left}.") for left in self._left_out)
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if left_out else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


def without_tensorflow() -> None:
    """From here on this process imports neither TensorFlow nor the others. Call before anything of Rasa or spaCy is imported."""
    if isinstance(sys.modules.get("tensorflow"), _Module):
        return
    if sys.modules.get("tensorflow") is not None:
        raise RuntimeError("TensorFlow is imported already. Mend: call without_tensorflow() first.")
    sys.modules["tensorflow"] = None  # type: ignore[assignment]  # spaCy's thinc must see that there is none
    importlib.import_module("thinc.compat")
    del sys.modules["tensorflow"]
    sys.meta_path.insert(0, _Finder(_LEFT_OUT))


def without_spacy() -> None:
    """For a process that hides personal data and reads no messages: our recognisers take from Presidio what needs no spaCy."""
    if "presidio_analyzer" not in sys.modules:  # a test may call this in its own process
        sys.meta_path.insert(0, _Finder(("presidio_analyzer.nlp_engine",)))
