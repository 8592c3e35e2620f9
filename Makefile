# The commands of the shop. `make` alone lists them.
# Everything made here lives in .venv (packages) and instance/ (database, pictures); `make clean` removes both.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Locks name every file with its hash, so nothing is left to resolve or to compile.
PIP_INSTALL := $(PIP) install -qq --no-deps --no-compile --only-binary :all: --require-hashes

.DEFAULT_GOAL := help
.PHONY: help run test check bench clean install vendor postcodes translations
.DELETE_ON_ERROR:

##@ Every day

run: $(VENV)/.runtime ## set everything up and open the shop on http://127.0.0.1:8000 (PORT, HOST, WORKERS)
	@exec $(BIN)/python -m storefront.launch

install: $(VENV)/.dev ## get the packages of the shop and of its tests into .venv

clean: ## remove the environment, the database, the pictures and all caches
	rm -rf $(VENV) instance .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find storefront tests seeds -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	find storefront -name '*.mo' -delete 2>/dev/null || true

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo

# --- stamps: a file in .venv stands for "installed from exactly this lock" ---

$(BIN)/python:
	@echo "Creating the Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt | $(BIN)/python
	@echo "Installing the shop's packages"
	@$(PIP_INSTALL) -r $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(BIN)/python
	@echo "Installing the packages of the shop and its tests"
	@$(PIP_INSTALL) -r $<
	@touch $@ $(VENV)/.runtime
