"""Known weaknesses in the locked dependencies, as pip-audit finds them: which we can mend, and which Rasa's own bounds keep here.

Ends with 1 where a mended version exists that every other package allows, and with 3 where nobody could be asked.
Arguments go on to pip-audit, which asks PyPI (its JSON API) unless told `-s osv`.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
from typing import Any, Dict, Iterator, List

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

AUDIT = [".wegwijzer/audit/bin/pip-audit", "--disable-pip", "--require-hashes", "-r", "requirements.lock", "-f", "json", "--desc", "off"]
_SECONDS = 300
MENDABLE, NOBODY = 1, 3


def bounds() -> Dict[str, SpecifierSet]:
    """The versions of each package that every installed package allows."""
    found: Dict[str, SpecifierSet] = {}
    for distribution in importlib.metadata.distributions():
        for line in distribution.requires or []:
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                found[_plain(wanted.name)] = found.get(_plain(wanted.name), SpecifierSet()) & wanted.specifier
    return found


def weaknesses(dependencies: List[Dict[str, Any]], allowed: Dict[str, SpecifierSet]) -> Iterator[tuple[str, bool]]:
    """A line for each weakness of pip-audit's report, and whether it can be mended."""
    for package in dependencies:
        for weakness in package.get("vulns", []):
            bound = allowed.get(_plain(package["name"]), SpecifierSet())
            mended = [version for version in weakness["fix_versions"] if version in bound]
            mend = f"Mend: lock {mended[0]}." if mended else f"No mended version is within what Rasa and others allow ({bound})."
            yield f"{package['name']} {package['version']}: {weakness['id']}. {mend}", bool(mended)


def main(arguments: List[str]) -> int:
    try:
        done = subprocess.run([*AUDIT, *arguments], capture_output=True, text=True, timeout=_SECONDS)
        dependencies = json.loads(done.stdout)["dependencies"]
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        print(f"Nobody could be asked about known weaknesses ({type(error).__name__}). Mend: see that pypi.org can be reached.")
        return NOBODY
    asked = [package for package in dependencies if "skip_reason" not in package]
    if not asked:
        print("The package index says nothing about known weaknesses. Mend: see that pypi.org itself can be reached, or add '-s osv'.")
        return NOBODY
    found = list(weaknesses(asked, bounds()))
    print(
        f"{len(asked)} of {len(dependencies)} dependencies were looked up: {len(found)} known weaknesses.",
        *(line for line, _ in found),
        sep="\n",
    )
    return MENDABLE if any(can for _, can in found) else 0


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
