"""A disk of its own that can be full: a small file system in memory, which needs the right to mount."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path
from typing import Iterator

import pytest

_SIZE = 400_000_000


def mount(folder: Path) -> bool:
    """Whether the folder is a disk of its own from now on."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


def unmount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], check=False)


@contextlib.contextmanager
def full(folder: Path) -> Iterator[None]:
    """Not a byte is left."""
    if not folder.is_mount():
        pytest.skip("a full disk needs the right to mount one")
    filler = folder / "vulling"
    try:
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"x" * 65_536)
        yield
    finally:
        filler.unlink()
