# The short names of what people do here; CI calls the same ones. `make help` lists them.
PYTHON ?= python3

VENV := .venv
BIN  := $(VENV)/bin
# The machine's pip installs into the environment, which needs none of its own (Debian ships ensurepip apart).
PIP  := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check --quiet

# Stamps: an environment is made again only when a lock, or the project's description, has changed.
READY     := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

# The scripts that run in the browser; Node and npm come with the environment.
FRONTEND := dashboard/parts/frontend
READY_FRONTEND := $(FRONTEND)/node_modules/.ready
NPM := PATH="$(abspath $(BIN)):$$PATH" npm --prefix $(FRONTEND) --silent

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run demo test lint bench geodata lock machine clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(READY) ## Start the dashboard (the first time: install, and build the demonstration data)
	@$(BIN)/osservatorio run

demo: $(READY) ## Build the embedded demonstration database again
	@$(BIN)/osservatorio demo --replace

test: lint machine ## Check everything: lint, types, layers, then all tests
	$(NPM) test
	$(BIN)/pytest

lint: $(READY_DEV) $(READY_FRONTEND) ## Check style, types and layers, of Python and of scripts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NPM) run lint

bench: $(READY_DEV) machine ## Measure what the project promises, as a table
	$(BIN)/python -m tests.bench

geodata: $(READY_DEV) ## Build the boundaries again from their open source
	$(BIN)/python -m geodata.build

# Hatchling and editables build the project itself: they are locked with the rest, so that nothing unlocked is run.
LOCK := $(BIN)/uv --no-config pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' --quiet --upgrade

lock: $(READY) ## Lock the newest versions that pyproject.toml allows
	@$(PIP) install 'uv>=0.9'
	@printf 'hatchling\neditables\n' | $(LOCK) - --output-file requirements.lock
	@$(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## Remove what can be made again: environment, caches, builds (not the data)
	rm -rf $(VENV) $(FRONTEND)/node_modules build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; say which with: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Installing the environment in $(VENV) (the first time about a minute)..."
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear --without-pip $(VENV)
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_DEV): $(READY) requirements-dev.lock
	@echo "Adding what the tests need..."
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

$(READY_FRONTEND): $(READY_DEV) $(FRONTEND)/package-lock.json
	@echo "Adding what checks the scripts..."
	@$(NPM) ci --ignore-scripts --no-audit --no-fund
	@touch $@

# The tests drive a real Chromium, a real Firefox and a real PostgreSQL.
machine:
	@missing=""; \
	command -v chromium >/dev/null || missing="chromium"; \
	command -v firefox-esr >/dev/null || missing="$$missing firefox-esr"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$$missing postgresql"; \
	[ -n "$$missing" ] || exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing $$missing..."; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends $$missing >/dev/null; \
	else \
		echo "The tests need Chromium, Firefox and PostgreSQL. Missing here: $$missing."; \
		echo "On Debian: sudo apt-get install $$missing"; \
		exit 1; \
	fi
