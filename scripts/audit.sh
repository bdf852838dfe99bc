#!/bin/sh
# Known weaknesses in the locked dependencies, by pip-audit in an environment of its own: audit.py says what the exit codes mean.
set -u
cd "$(dirname "$0")/.." || exit 3
audit=.wegwijzer/audit lock=requirements-audit.lock
[ "$(cat $audit/lock 2>/dev/null)" = "$(cksum <$lock)" ] || {
  rm -rf $audit
  { .venv/bin/python -m venv $audit && $audit/bin/python -m pip install -q --require-hashes --no-deps --progress-bar off -r $lock &&
    cksum <$lock >$audit/lock; } || { echo "pip-audit could not be installed. Mend: check the network and the free disk space."; exit 3; }
}
exec .venv/bin/python scripts/audit.py "$@"
