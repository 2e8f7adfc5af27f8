# Neustart-Portal. `make help` lists what there is.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
UV_VERSION := 0.13.9
VAR := $(or $(PORTAL_VAR),var)
TEMPLATES := $(shell find portal home programmes events forms search -name '*.html' -o -name '*.css' -path '*/static/*' -o -name '*.py')
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/django.po)
# Without compiled modules every process of a test run would compile all of them again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run setup tools test test-services elasticsearch elasticsearch-stop test-browser test-faults bench lint messages format reset

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: setup ## set everything up (once) and start site and worker on http://127.0.0.1:8000 (PORT= changes it)
	@$(PY) manage.py start --port $(PORT)

setup: tools $(VENV)/.ready node_modules/.ready $(VAR)/kern/.ready $(VAR)/.messages

tools:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Python 3.11 or newer is missing. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python is too old: 3.11 or newer is needed, this is $$($(PYTHON) -V). Name another one: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing (on Debian: apt install python3-venv)."; exit 1; }
	@command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || { echo "Node.js 20 or newer with npm is missing. It prepares the style sheets and fonts."; exit 1; }
	@node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || { echo "Node.js is too old: 20 or newer is needed, this is $$(node -v)."; exit 1; }

$(VENV)/.ready: uv.lock pyproject.toml
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@test -x $(UV) || $(VENV)/bin/pip install -q uv==$(UV_VERSION)
	@echo "Installing the Python packages of uv.lock …"
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) sync -q --frozen --inexact --compile-bytecode --python $(PY)
	@touch $@

node_modules/.ready: package-lock.json
	@echo "Installing the npm packages of package-lock.json …"
	@npm ci --no-audit --no-fund --no-progress --loglevel=error
	@touch $@

$(VAR)/kern/.ready: node_modules/.ready $(TEMPLATES) $(wildcard deploy/*.mjs)
	@echo "Preparing style sheets and fonts …"
	@mkdir -p $(VAR)/kern
	@PORTAL_VAR=$(VAR) npm run --silent assets
	@touch $@

$(VAR)/.messages: $(CATALOGUES) $(VENV)/.ready
	@$(PY) manage.py compile_catalogues
	@mkdir -p $(VAR) && touch $@

test: setup ## everything that needs no service and no browser, on SQLite
	@$(PY) -m pytest -n 2 --dist loadfile -q

test-services: setup ## the same suite on PostgreSQL, search also on Elasticsearch; DATABASE_URL and ELASTICSEARCH_URL name them
	@test -n "$$DATABASE_URL" || { echo "DATABASE_URL must name a PostgreSQL database, such as postgres://user@127.0.0.1/neustart."; exit 1; }
	@case "$$DATABASE_URL" in postgres*) ;; *) echo "DATABASE_URL must name a PostgreSQL database."; exit 1;; esac
	@test -n "$$ELASTICSEARCH_URL" || { echo "ELASTICSEARCH_URL must name an Elasticsearch, such as http://127.0.0.1:9201 (make elasticsearch starts one)."; exit 1; }
	@$(PY) -m pytest -n 2 --dist loadfile -q -m "not browser and not fault"

elasticsearch: ## bring an Elasticsearch server and start it on port 9201 (ELASTICSEARCH_PORT= changes it); prints its address
	@.ci/elasticsearch start

elasticsearch-stop: ## end that server and delete its data
	@.ci/elasticsearch stop

test-browser: setup ## journeys in Chromium with axe, keyboard, no script, right to left, 320 px
	@DJANGO_ALLOW_ASYNC_UNSAFE=1 $(PY) -m pytest -q -p no:xdist -m browser tests/browser

test-faults: setup ## the fault and race suite (long)
	@$(PY) -m pytest -q -p no:xdist -m fault tests

bench: setup ## the benchmark table, to docs/benchmarks/
	@$(PY) -m tests.bench

lint: setup ## style, import contracts, templates, Django's checks, pending migrations
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@git ls-files -z '*.html' | xargs -0 $(VENV)/bin/djade --check --target-version 5.2
	@git ls-files -z '*.html' | xargs -0 $(VENV)/bin/djhtml --check --tabwidth 4
	@$(VENV)/bin/lint-imports
	@$(PY) manage.py check
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py messages --check

format: setup ## put code and templates into the house style
	@$(VENV)/bin/ruff check --fix . ; $(VENV)/bin/ruff format .
	@git ls-files -z '*.html' | xargs -0 $(VENV)/bin/djade --target-version 5.2
	@git ls-files -z '*.html' | xargs -0 $(VENV)/bin/djhtml --tabwidth 4

messages: setup ## read all sentences of code and templates into the catalogues (needs GNU gettext)
	@$(PY) manage.py messages
	@$(PY) manage.py compile_catalogues

reset: ## delete database, mails and media of this checkout (asks first)
	@printf "Delete everything in $(VAR)/ (database, mails, media)? [y/N] " && read answer && test "$$answer" = y
	@rm -rf $(VAR)
