# The two commands: `make demo` and `make test`. Everything lands in .venv/ and var/.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PORT ?= 8000
export PORT UPGRADE

.DEFAULT_GOAL := help
.PHONY: help install demo test test-quick test-postgresql lock messages screenshots clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##/  make \1	/p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Croisée needs Python 3.11 or newer; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)

# The stamps make a second run skip the installation, and a changed requirements file repeat it.
$(VENV)/.base: requirements/base.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Croisée runs with (once)…"
	@$(PIP) install --quiet --require-hashes -r requirements/base.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt requirements/base.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Croisée is tested with (once)…"
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.base $@

install: $(VENV)/.base  ## install Croisée in .venv/

demo: $(VENV)/.base  ## prepare an edition with believable data and serve it (PORT=8000)
	@exec $(BIN)/croisee demo

test: $(VENV)/.dev  ## run everything: style, types, both databases, browser
	@exec $(BIN)/python scripts/check.py

test-quick: $(VENV)/.dev  ## style and the tests on SQLite
	@exec $(BIN)/python scripts/check.py --quick

test-postgresql: $(VENV)/.dev  ## pytest on a temporary PostgreSQL: make test-postgresql ARGS="tests/offers -x"
	@exec $(BIN)/python scripts/postgresql.py $(BIN)/python -m pytest -m "database and not browser and not process and not long" $(ARGS)

lock: $(VENV)/.dev  ## pin requirements/*.in with hashes; UPGRADE=--upgrade for the newest versions
	@$(BIN)/python scripts/lock.py

messages: $(VENV)/.dev  ## collect the texts to translate and compile what is translated
	@$(BIN)/python scripts/messages.py

screenshots: $(VENV)/.dev  ## pictures of every page, role, width and theme, in screenshots/
	@$(BIN)/python scripts/screenshots.py

clean:  ## remove what can be made again (.venv/, var/demo/ and caches; never another database)
	rm -rf $(VENV) build *.egg-info var/demo var/check var/test-databases
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
