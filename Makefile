# The commands of On Record; `make` alone lists them.
#
# Everything runs from .venv, which is made with the standard library's venv and pip from
# requirements/*.txt (exact versions, checked by hash). A stamp named after the locks'
# checksums tells when it is up to date, so a second run installs nothing.

PYTHON ?= python3
PORT := $(or $(PORT),$(shell sed -n 's/^PORT=//p' .env 2>/dev/null),8000)
ARGS ?=
UV ?= uv

RUN := .venv/bin/python
BASE := .venv/.base-$(shell cksum < requirements/base.txt | tr ' ' '-')
DEV := .venv/.dev-$(shell cat requirements/base.txt requirements/dev.txt | cksum | tr ' ' '-')
BENCH := .venv/.bench-$(shell cksum < requirements/bench.txt | tr ' ' '-')
# Python compiles what it uses when it uses it first; all at once takes some seconds more.
PIP := $(RUN) -m pip --disable-pip-version-check --quiet install \
	--require-hashes --only-binary :all: --no-compile -r
# What could lead a test run elsewhere than to its own settings.
UNSET := -u ALLOWED_HOSTS -u COSTLY_REQUESTS -u COSTLY_REQUESTS_PER_CLIENT \
	-u DATABASE_REPLICA_URLS -u DEBUG -u DJANGO_SETTINGS_MODULE -u EXPORT_DIR \
	-u FORWARDED_ALLOW_IPS -u INTERFACE_LANGUAGE -u KEPT_PAGES_MB -u PORT -u REPLICA_MAX_LAG \
	-u SEARCH_INDEX_DIR \
	-u SECRET_KEY -u SITE_URL -u WEB_CONCURRENCY
PRODUCTION_LIKE := DEBUG=false SITE_URL=https://archive.example ALLOWED_HOSTS=archive.example \
	SECRET_KEY=$$($(RUN) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	DATABASE_URL=sqlite:///:memory: SEARCH_INDEX_DIR=var/index

export PORT
.NOTPARALLEL:
.PHONY: help audit demo test check bench cluster-test hostile screenshots messages format lock setup python-found port-free

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) \
		| while IFS='|' read -r name text; do printf '  make %-13s %s\n' "$$name" "$$text"; done

demo: python-found port-free $(BASE) ## load the opening archive and serve it on http://127.0.0.1:8000/ (PORT=… for another port)
	@$(RUN) manage.py migrate --verbosity 0
	@$(RUN) manage.py load_demo
	@$(RUN) manage.py reindex --update
	@$(RUN) manage.py demo_editor
	@echo "On Record is at http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"
	@exec $(RUN) -m gunicorn archive.wsgi --bind 127.0.0.1:$(PORT)

test: $(DEV) ## run all tests on SQLite, then on PostgreSQL if TEST_DATABASE_URL names one (ARGS=… for pytest)
	env $(UNSET) -u DATABASE_URL $(RUN) -m pytest -n auto $(ARGS)
	@if [ -n "$$TEST_DATABASE_URL" ]; then \
		echo "The same tests on TEST_DATABASE_URL:"; \
		env $(UNSET) DATABASE_URL="$$TEST_DATABASE_URL" $(RUN) -m pytest -n auto $(ARGS); \
	fi

check: $(DEV) ## format, lint, types, import layers, templates, migrations, deployment settings
	$(RUN) -m ruff format --check
	$(RUN) -m ruff check
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	env $(UNSET) -u DATABASE_URL $(RUN) -m mypy
	.venv/bin/lint-imports
	env $(PRODUCTION_LIKE) $(RUN) manage.py makemigrations --check --dry-run
	env $(PRODUCTION_LIKE) $(RUN) manage.py check --deploy --fail-level WARNING
	@! grep -n '://' requirements/*.txt \
		|| { echo "requirements/ must name no registry: lock again with make lock."; exit 1; }

bench: $(BASE) $(BENCH) ## measure search and site (CORPUS=… SIZES=… OUT=…; docs/reference/benchmark.md)
	@DATASETTE=$(CURDIR)/.venv/datasette/bin/datasette $(RUN) -m benchmarks

cluster-test: $(DEV) ## let the parts of a site on several machines fail in turn, 100 times (FAILOVERS=…)
	@env $(UNSET) -u DATABASE_URL PYTEST_VERSION=1 DJANGO_SETTINGS_MODULE=archive.settings $(RUN) -m tests.cluster

hostile: $(DEV) ## send 100,000 hostile searches to the archive (NUMBER=… SEED=…)
	@$(RUN) -m tests.hostile

screenshots: $(DEV) ## take the pictures in docs/images from the demo archive, with Chromium
	$(RUN) -m tests.browser.screenshots

audit: $(DEV) ## axe and the HTML checker on every page type, Lighthouse; written to docs/reference/audit.md (needs npm)
	@command -v npm >/dev/null || { echo "make audit needs npm (Debian, Ubuntu: apt install npm)."; exit 1; }
	@mkdir -p .venv/audit && cp requirements/audit/package*.json .venv/audit/
	@cd .venv/audit && npm ci --silent --no-audit --no-fund --ignore-scripts
	$(RUN) -m tests.browser.audit

messages: $(DEV) ## bring the catalogues of the interface's languages up to date, and compile them
	$(RUN) -m tests.messages

format: $(DEV) ## rewrite Python and templates in the house style
	$(RUN) -m ruff check --fix-only
	$(RUN) -m ruff format
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

lock: ## write requirements/*.txt from pyproject.toml (needs uv; ARGS=--upgrade for newer versions)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv; put it on PATH or name it: make lock UV=…"; exit 1; }
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate $(ARGS) pyproject.toml -o requirements/base.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate $(ARGS) pyproject.toml --group dev -c requirements/base.txt -o requirements/dev.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate $(ARGS) --group bench -o requirements/bench.txt

setup: $(DEV) ## make .venv with the development requirements

# dev.txt holds base.txt's packages at the same versions, so it serves both stamps.
$(BASE): | .venv/bin/pip
	@echo "Installing the requirements into .venv (once, about half a minute)"
	@rm -f .venv/.base-* .venv/.dev-*
	@$(PIP) requirements/base.txt
	@touch $@

$(DEV): | .venv/bin/pip
	@echo "Installing the development requirements into .venv (once, about a minute)"
	@rm -f .venv/.base-* .venv/.dev-*
	@$(PIP) requirements/dev.txt
	@touch $@ $(BASE)

# Apart from the archive's own: what a yardstick needs must not change what is measured.
$(BENCH): | .venv/bin/pip
	@echo "Installing Datasette, a yardstick, into .venv/datasette (once, about half a minute)"
	@rm -f .venv/.bench-*
	@$(RUN) -m venv --clear .venv/datasette
	@$(PIP:$(RUN)%=.venv/datasette/bin/python%) requirements/bench.txt
	@touch $@

.venv/bin/pip: | python-found
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "$(PYTHON) lacks its venv module: install it (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv --clear .venv

python-found:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "On Record needs Python 3.11 or newer, and $(PYTHON) is not: make … PYTHON=python3.12"; exit 1; }

port-free:
	@$(PYTHON) -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", int(sys.argv[1])))' "$(PORT)" 2>/dev/null \
		|| { echo "Port $(PORT) is taken, or is no port number: choose another with make demo PORT=8001"; exit 1; }
