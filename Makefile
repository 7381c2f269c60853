PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup demo serve test lint texts audit bench

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -e ".[papers,excel,cluster,register,postgresql,dev]"
	touch $@

demo: setup
	rm -rf demo-case demo-record
	$(BIN)/antigone demo --out demo-case
	$(BIN)/antigone identify demo-case --report demo-case/report.html --json demo-case/identify.json >/dev/null
	ANTIGONE_HOME=demo-record $(BIN)/antigone demo --record
	@echo "Open demo-case/report.html: who is who, with every number taken apart."
	@echo "For the record of the invented case: make serve, then open the address it names."

serve: setup
	ANTIGONE_HOME=$${ANTIGONE_HOME:-demo-record} $(BIN)/antigone serve

test: setup
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r src -c pyproject.toml
	ANTIGONE_HOME=$$(mktemp -d) ANTIGONE_URL=https://record.example DJANGO_SETTINGS_MODULE=antigone.register.project.settings \
		$(BIN)/python -m django check --deploy --fail-level WARNING

# The catalogue of the pages' texts, made anew; needs gettext.
texts: setup
	cd src/antigone/register && ANTIGONE_HOME=$$(mktemp -d) DJANGO_SETTINGS_MODULE=antigone.register.project.settings \
		$(CURDIR)/$(BIN)/django-admin makemessages --keep-pot --no-location -v 0 -l xx && rm -r locale/xx

# Asks the vulnerability service of PyPI, so it needs the network and is no part of lint.
audit: setup
	$(BIN)/pip-audit --skip-editable --progress-spinner off

bench: setup
	$(BIN)/python benchmarks/run.py
