#!/bin/sh
# Writes the lock files from pyproject.toml and package.json: every version with its hashes, no address of a registry.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile --python-version 3.10 pyproject.toml --generate-hashes --no-header --no-emit-index-url -q "$@"; }
compile -o requirements.lock
compile --extra dev -c requirements.lock -o requirements-dev.lock
tool() { echo "$1" | uv pip compile --python-version 3.10 - --generate-hashes --no-header --no-emit-index-url --no-annotate -q -o "$2"; }
tool pip-audit requirements-audit.lock
tool atheris requirements-fuzz.lock
