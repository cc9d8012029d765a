# The commands of a developer's day. `make` alone lists them.
#
# Another Python: make PYTHON=python3.13 run
# Another port:   ALCUIN_PORT=8080 make run

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# More workers than processors wait for each other: most tests wait for PostgreSQL.
WORKERS ?= auto

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKS   := requirements/build.txt requirements/base.txt
# Stamps: newer than what they were made of, so a second run installs nothing.
RUN     := $(VENV)/.installed
DEV     := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.PHONY: help run test check bench drill fuzz format clean

help: ## List these commands
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(RUN) ## Serve with the demo on http://127.0.0.1:8000
	@exec $(BIN)/alcuin serve --demo

test: $(DEV) ## Run all tests, a database for each worker
	@$(BIN)/python -m pytest -n $(WORKERS)

# What a reader of the change would otherwise have to look for.
check: $(DEV) ## Format, lint, types, contracts, SQL, docs, OpenAPI, migrations
	@$(BIN)/ruff format --check --quiet . || { echo "Run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache | tail -n 3
	@$(BIN)/python -m tools.migrations
	@$(BIN)/python -m tools.portable
	@$(BIN)/python -m pytest -n $(WORKERS) tests/sql tests/docs

bench: $(DEV) ## Measure this machine and write docs/reference/performance.md
	@$(BIN)/python -m bench

drill: $(DEV) ## The long fault drills, in full
	@ALCUIN_DRILL=50 $(BIN)/python -m pytest -s tests/drills tests/gauntlet/test_e_files.py

fuzz: $(DEV) ## Ask 50,000 requests made up from the OpenAPI document
	@ALCUIN_FUZZ=50000 $(BIN)/python -m pytest tests/contract -k fifty

format: $(DEV) ## Put the code into its form
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

clean: ## Remove the environment and all caches; data stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): $(LOCKS) pyproject.toml | $(BIN)/python
	@echo "Installing what Alcuin needs (once)"
	@$(INSTALL) --require-hashes $(LOCKS:%=-r %)
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	@echo "Installing what its developers need (once)"
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

$(BIN)/python:
	@sh tools/make-venv.sh "$(PYTHON)" "$(VENV)"
