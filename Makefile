# Every task of a developer starts with one of these. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check
# The locks are complete, so nothing is resolved: before 23.3, pip takes a newer release for `name[extra]`, without a hash.
# pip would compile what it installs on one core, which doubles the time.
INSTALL := $(PIP) install -q --no-deps --no-compile --require-hashes
COMPILE := $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib
ARGS ?=
TRIES ?= 1000
FIRST ?= 0
DATE ?= $(shell date -u +%F)
# Tests spend a third of their time waiting, so there are one and a half times as many workers as cores.
WORKERS := $(shell expr `nproc 2>/dev/null || echo 2` \* 3 / 2)
.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE  # if it were set, each of the many processes would compile everything again
.PHONY: help setup demo test check format lint types imports audit migrations migration generated tone gate crash attacks mutants bench pictures site lock release clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

$(VENV)/.runtime: requirements.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "installing the pinned requirements, once" && $(INSTALL) -r requirements.txt && $(COMPILE) && $(PIP) check
	@touch $@

$(VENV)/.dev: requirements-dev.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "installing the pinned development requirements, once" && $(INSTALL) -r requirements-dev.txt && $(COMPILE) && $(PIP) check
	@touch $@ $(VENV)/.runtime

setup: $(VENV)/.runtime  ## make .venv with the pinned requirements

demo: $(VENV)/.runtime  ## play a week on a local Slack, then stay at a prompt (ARGS=--play-only: end after the week)
	@$(BIN)/python -m bot demo $(ARGS)

test: $(VENV)/.dev  ## run every test
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: gate  ## the whole gate: everything that is not a test, then every test with coverage
	@$(MAKE) --no-print-directory test ARGS="-q --cov --cov-report=term:skip-covered $(ARGS)"

gate: $(VENV)/.dev lint types imports migrations tone audit

format: $(VENV)/.dev  ## format all code, and fix what ruff can fix
	@$(BIN)/ruff check --fix-only -q . && $(BIN)/ruff format .

lint:
	@$(BIN)/ruff format --check -q . && $(BIN)/ruff check .

types:
	@$(BIN)/mypy

imports:
	@$(BIN)/lint-imports

audit:
	@timeout 60 $(BIN)/pip-audit -q --progress-spinner off --disable-pip --require-hashes -r requirements.txt > .audit 2>&1; \
	found=$$?; if grep -q "^Found [0-9]" .audit; then cat .audit; elif [ $$found -ne 0 ]; then echo "pip-audit: the index does not answer here, so nothing was checked"; fi; \
	grep -q "^Found [0-9]" .audit; faults=$$?; rm -f .audit; test $$faults -ne 0

generated: $(VENV)/.runtime  ## rewrite manifest.json and the tables of the README and SECURITY.md
	@$(BIN)/python -m bot readme && $(BIN)/python -m bot manifest > .manifest && mv .manifest manifest.json

migrations:
	@$(BIN)/python -m bot migrate --check

migration: $(VENV)/.dev  ## write a migration for what the tables have and no migration makes yet (NAME=what_it_is_about)
	@$(BIN)/python -m bot.storage.new_migration "$(NAME)" && $(BIN)/ruff format -q bot/storage/migrations

tone:
	@$(BIN)/python -m bot content --strict --json

crash: $(VENV)/.dev  ## kill workers 100 times while they send 20,000 messages, install and rotate (QUICK=1: 10 times, 2,000)
	@$(BIN)/python -m tests.benchmarks.crash

attacks: $(VENV)/.dev  ## search for a story that singles somebody out of a number (TRIES=10000: an hour on two quiet cores)
	@ATTACK_TRIES=$(TRIES) ATTACK_PAIRS=$(TRIES) ATTACK_FIRST=$(FIRST) $(BIN)/python -m pytest -q -n 2 --timeout=0 tests/security/test_rounds.py tests/security/test_coalition.py tests/security/test_noninterference.py tests/security/test_differencing.py

mutants: $(VENV)/.dev  ## change the code in thousands of ways, and list the changes that no test notices (QUICK=1: a sample, in minutes)
	@$(BIN)/python -m tests.mutation

bench: $(VENV)/.dev  ## measure the delivery engine against a bare client loop (QUICK=1: under two minutes)
	@$(BIN)/python -m tests.benchmarks.bench

pictures: $(VENV)/.dev  ## retake the guide's pictures, from the page of the demo
	@MAKE_PICTURES=1 $(BIN)/python -m pytest -q -n 0 tests/playground/page/test_pictures.py

site: $(VENV)/.dev  ## build the guide as a site in build/site
	@$(BIN)/zensical build --clean

lock: $(VENV)/.dev  ## pin all requirements again, with hashes
	@$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --no-strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra dev -o requirements-dev.txt pyproject.toml
	@$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --no-strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra pictures --extra tone --extra tracing -c requirements-dev.txt -o requirements.txt pyproject.toml
	@echo uv | $(BIN)/pip-compile -q --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate -o .ci/uv.txt -

release:  ## cut a release: version, changelog, commit and tag (VERSION=1.2.3)
	@$(PYTHON) .ci/release.py "$(VERSION)" "$(DATE)"

clean:  ## remove everything that make made here
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage build *.egg-info
