# Everything starts here: `make run` and `make test` set up what they need on a fresh machine.
PYTHON := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup run test test-faults fuzz audit check bench lock teams-package clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## make .venv, install the locked dependencies, get the Dutch language model, train
	@scripts/setup.sh
	@$(PYTHON) -m bot routekaart schema >/dev/null
	@$(PYTHON) -m bot train

run: ## set up if needed, start the bot and say where to open the chat
	@scripts/setup.sh
	@$(PYTHON) -m bot run

test: ## run every test, installing what the tests need (a browser included)
	@scripts/setup.sh test
	@$(PYTHON) -m bot train
	@$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-faults: ## 10,000 turns while everything that may fail does (half an hour)
	@scripts/setup.sh test
	@WEGWIJZER_FAULT_TURNS=10000 $(PYTHON) -m pytest tests/faults tests/deploy -s

fuzz: ## a thousand bodies, tokens and texts for everything that reads what others wrote (an hour)
	@scripts/setup.sh test
	@WEGWIJZER_FUZZ=1000 $(PYTHON) -m pytest tests/fuzz tests/server/test_beschrijving.py -s
	@$(PYTHON) -m pip install -q --require-hashes --no-deps --progress-bar off -r requirements-fuzz.lock
	@$(PYTHON) -m tests.fuzz.geleid

audit: ## ask the package index for known weaknesses in the locked dependencies
	@scripts/setup.sh
	@scripts/audit.sh

check: ## lint, formatting and types
	@scripts/setup.sh test
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

bench: ## accuracy on the validation messages; the language model beside others (half an hour); speed beside stock Rasa
	@scripts/setup.sh test
	@$(PYTHON) -m benchmarks
	@$(PYTHON) -m benchmarks.load

lock: ## resolve the dependencies anew and write the lock files
	@scripts/lock.sh

teams-package: ## build the app package for Microsoft Teams and check it against Microsoft's schema
	@scripts/setup.sh teams
	@$(PYTHON) -m bot teams package

clean: ## remove the environment, the models and the running state
	rm -rf .venv .wegwijzer models .rasa
