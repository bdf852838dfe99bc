#!/bin/sh
# Known weaknesses in the locked dependencies, by pip-audit in an environment of its own. Ends with 1 where one is known, and also where
# the package index cannot say (it needs PyPI's JSON API, or --vulnerability-service osv).
set -eu
cd "$(dirname "$0")/.."
audit=.wegwijzer/audit
[ -x $audit/bin/pip-audit ] || { .venv/bin/python -m venv $audit && $audit/bin/python -m pip install -q --progress-bar off pip-audit==2.10.1; }
exec $audit/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements.lock "$@"
