"""The site on disk: written whole, or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Mapping

MERK = ".wegwijzer-routekaart"
"""This file says that a folder is ours to replace."""


class SiteFout(Exception):
    """The site cannot be written there."""


def schrijf(files: Mapping[str, bytes], out: Path) -> None:
    """Puts the files in `out`, in place of a site that stood there.

    Raises SiteFout where `out` holds something else or cannot be written; it is then as it was.
    """
    _check(out)
    out = out.resolve()
    new, old = (out.with_name(f".{out.name}.{part}-{os.getpid()}") for part in ("nieuw", "oud"))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        for name, content in {MERK: b"", **files}.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if out.exists():
            out.rename(old)
        new.rename(out)
    except OSError as error:
        if old.exists() and not out.exists():
            old.rename(out)
        raise SiteFout(f"{out} cannot be written: {error.strerror}. Mend: name a folder that you may write to and replace.") from None
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _check(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise SiteFout(f"{out} is a file or a link. Mend: name a folder.")
    try:
        foreign = out.is_dir() and any(out.iterdir()) and not (out / MERK).exists()
    except OSError as error:
        raise SiteFout(f"{out} cannot be read: {error.strerror}. Mend: name a folder that you may read.") from None
    if foreign:
        raise SiteFout(f"{out} holds other files, which stay as they are. Mend: name a new or an empty folder.")
