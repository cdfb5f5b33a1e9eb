# The project's commands; `make help` names them. They need python3 (3.11 or newer) with venv, make and git.

PYTHON ?= python3
PORT ?= 8000
TESTS ?= tests

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := build/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header
# A library that could not be looked up is no library without vulnerabilities (--strict).
AUDIT := build/audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off
# The vendor's clients, which the conformance tests drive. None of their packages runs code of its own at installing.
CLIENTS := tests/conformance
NPM := cd $(CLIENTS) && ../../$(BIN)/npm --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel error

.DEFAULT_GOAL := help
.PHONY: help install install-tests system-packages run test test-all test-postgresql lint bench lock audit sbom clean

help:  ## Name the commands
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | expand -t 18

install: .venv/.installed  ## Install the product alone into .venv

.venv/.installed: requirements.txt requirements-build.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes --only-binary :all: -r requirements-build.txt -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# What the system misses is fetched beside what pip and npm fetch; each says what it did once it is done.
install-tests:
	@+$(MAKE) --no-print-directory --jobs=2 --output-sync=target \
		system-packages $(CLIENTS)/node_modules/.package-lock.json

system-packages:
	@scripts/system-packages

# Few of the modules are ever needed; those are compiled as they are.
.venv/.installed-tests: .venv/.installed requirements-test.txt
	$(PIP) install --no-compile --require-hashes --only-binary :all: -r requirements-test.txt
	@touch $@

$(CLIENTS)/node_modules/.package-lock.json: $(CLIENTS)/package-lock.json .venv/.installed-tests
	$(NPM) ci
	@touch $@

run: install  ## Serve a demo on http://localhost:8000 (PORT=...), its mail at /mail
	@$(BIN)/ostiary demo --serve --port $(PORT)

test: install-tests  ## Check everything: style, types, SQLite, PostgreSQL, browser
	@$(BIN)/python -m scripts.suite

test-all: install-tests  ## The same, with the long sweeps
	@$(BIN)/python -m scripts.suite --sweeps

test-postgresql: install-tests  ## Run TESTS=tests/... on a private PostgreSQL
	@$(BIN)/python -m scripts.with_postgresql $(BIN)/pytest $(TESTS)

lint: .venv/.installed-tests  ## Check style and types alone
	@$(BIN)/python -m scripts.suite --style

bench: install-tests  ## Measure against a bare server and database on this machine
	@$(BIN)/python -m bench

lock: build/lock/bin/uv  ## Resolve the dependencies anew, with hashes
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"])' \
		| $(LOCK) - -o requirements-build.txt
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --extra test -c requirements.txt -o requirements-test.txt
	$(NPM) install --package-lock-only --omit-lockfile-registry-resolved

audit: build/audit/bin/pip-audit .venv/.installed-tests  ## Ask PyPI and npm whether a locked version is known to be vulnerable
	@for lock in requirements.txt requirements-build.txt requirements-test.txt; do \
		$(AUDIT) -r $$lock || { echo "Not clean: $$lock, or PyPI did not tell"; exit 1; }; \
	done
	@$(NPM) audit --audit || { echo "Not clean: the tests' clients, or npm's registry did not tell"; exit 1; }

sbom: build/audit/bin/pip-audit  ## Write what the product is made of to build/sbom.json (CycloneDX)
	@PYTHONWARNINGS=ignore build/audit/bin/cyclonedx-py requirements requirements.txt \
		--pyproject pyproject.toml --output-file build/sbom.json

build/audit/bin/pip-audit:
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip --disable-pip-version-check --quiet install pip-audit cyclonedx-bom

build/lock/bin/uv:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip --disable-pip-version-check --quiet install uv

clean:  ## Remove what the commands made; the demo's data in data/ stays
	rm -rf .venv build staticfiles $(CLIENTS)/node_modules *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
