# Two commands do everything on a fresh machine with Python 3.11 or later: `make run` and `make test`.

PYTHON ?= python3
LATER_PYTHON ?= python3.12
SETS ?= ../shared/eval
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
PREPARE := $(BIN)/python -c "from embeddings import load_embedder; load_embedder()"

.DEFAULT_GOAL := help
.PHONY: help run install test check lint types imports tests benchmark format clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: install  ## Set up what is missing, then serve
	@$(BIN)/peerbot serve

install: .venv/installed  ## Set up what running needs

test: .venv/installed-dev check  ## Set up what is missing, then lint, types, import rules and all tests

check: lint types imports tests

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports

tests:
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

benchmark: .venv-benchmark/installed .venv-benchmark-haiku/installed  ## Measure beside other tools on the labelled sets in SETS=FOLDER; QUICK=--quick to try
	.venv-benchmark/bin/python -m tests.benchmarks.benchmark $(SETS) $(QUICK)

format:  ## Format the code and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## Remove the environment and the caches, never the data
	rm -rf .venv .venv-benchmark .venv-benchmark-haiku dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.venv/installed: pyproject.toml constraints.txt
	@echo "Setting up .venv: the first time takes a few minutes."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --editable .
	@$(PREPARE)
	@touch $@

.venv/installed-dev: pyproject.toml constraints.txt
	@echo "Setting up .venv for development: the first time takes a few minutes."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --editable ".[dev]"
	@$(PREPARE)
	@touch .venv/installed $@

.venv-benchmark/installed: pyproject.toml tests/benchmarks/constraints.txt
	@echo "Setting up .venv-benchmark: the first time takes a few minutes."
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip --disable-pip-version-check install --quiet \
		--constraint tests/benchmarks/constraints.txt --editable ".[benchmark]"
	@touch $@

# haiku.rag asks for a later Python than the others; without one it is left out, and the page says so.
.venv-benchmark-haiku/installed: tests/benchmarks/haiku.txt
	@if command -v $(LATER_PYTHON) >/dev/null; then \
		echo "Setting up $(@D): the first time takes a few minutes."; \
		{ test -x $(@D)/bin/python || $(LATER_PYTHON) -m venv $(@D); } \
		&& $(@D)/bin/python -m pip --disable-pip-version-check install --quiet --requirement $< \
		&& touch $@; \
	else echo "There is no $(LATER_PYTHON), which haiku.rag needs: it is left out. Name one with LATER_PYTHON=…"; fi
