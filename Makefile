# Two commands: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt

.PHONY: help run test check e2e bench i18n clean
.DEFAULT_GOAL := help

help:  ## List what can be made
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# A venv without pip is what Debian leaves behind when python3-venv is missing: made again, not used.
$(VENV)/.run: pyproject.toml constraints.txt ideaboard/assets.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ideaboard needs Python 3.11 or newer (set PYTHON=…)"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { echo "On Debian, install python3-venv first."; exit 1; }
	$(PIP) -e .
	@$(BIN)/python -m compileall -q ideaboard  # also where Python is told to keep no compiled modules
	@touch $@

$(VENV)/.test: $(VENV)/.run
	$(PIP) -e '.[test,e2e,dev]'
	@touch $@

run: $(VENV)/.run  ## Install, prepare the database, load demo content once, serve http://127.0.0.1:8000
	$(BIN)/ideaboard serve --demo

test: $(VENV)/.test  ## Install with the test extras and run every test this machine can run
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.test  ## Lint, types, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates

e2e: $(VENV)/.test  ## Only the tests in a real browser
	$(BIN)/python -m pytest -m e2e -n auto --dist loadfile

bench: $(VENV)/.test  ## The speed table against the limit of the stack (BENCH="--rounds 3 --rows vote")
	$(BIN)/python -m tests.bench $(BENCH)

i18n: $(VENV)/.test  ## Read the sentences out of the code into both catalogues, then compile them
	$(BIN)/python -m ideaboard.catalogues

clean:  ## Remove what was installed and generated (the instance folder stays)
	rm -rf $(VENV) static/vendor .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find ideaboard -name '*.mo' -delete
