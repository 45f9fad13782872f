# make demo: the website of the model plan in site/
# make test: style, types and tests
# Needs nothing but Python 3.11 or newer and make; everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
PY := $(VENV)/Scripts/python.exe
else
PY := $(VENV)/bin/python
endif
PIP := "$(PY)" -m pip --disable-pip-version-check --quiet --no-input

.PHONY: help demo test lint format clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    build the website of the model plan into site/"
	@echo "make test    check style and types, run all tests"
	@echo "make lint    style and types only"
	@echo "make format  let ruff put the code into shape"
	@echo "make clean   remove .venv, site/ and what tools left behind"

# A stamp says that the virtual environment is complete; it is made anew when the dependencies change.
$(VENV)/made:
	@"$(PYTHON)" -c "import sys; v = sys.version_info; sys.exit(v < (3, 11) and f'ipgraph needs Python 3.11 or newer; this is {v[0]}.{v[1]}. Another one: make PYTHON=python3.12 ...')"
	@echo "Making the virtual environment $(VENV) ..."
	@"$(PYTHON)" -m venv --clear $(VENV)
	@"$(PY)" -c "open('$@', 'w', encoding='utf-8').close()"

$(VENV)/installed: $(VENV)/made pyproject.toml
	@echo "Installing ipgraph ..."
	@$(PIP) install --editable .
	@"$(PY)" -m compileall -q ipgraph
	@"$(PY)" -c "open('$@', 'w', encoding='utf-8').close()"

$(VENV)/installed-test: $(VENV)/made pyproject.toml
	@echo "Installing ipgraph with what the tests need ..."
	@$(PIP) install --editable ".[test]"
	@"$(PY)" -m compileall -q ipgraph
	@"$(PY)" -c "open('$(VENV)/installed', 'w', encoding='utf-8').close(); open('$@', 'w', encoding='utf-8').close()"

demo: $(VENV)/installed
	@"$(PY)" -m ipgraph build -o site
	@echo "Open in a browser: $(CURDIR)/site/index.html"

# Two workers, a file of tests in one of them, as its servers and sites are made once a worker.
test: lint
	"$(PY)" -m pytest --numprocesses 2 --dist loadfile

lint: $(VENV)/installed-test
	"$(PY)" -m ruff check .
	"$(PY)" -m ruff format --check .
	"$(PY)" -m mypy

format: $(VENV)/installed-test
	"$(PY)" -m ruff check --fix .
	"$(PY)" -m ruff format .

clean:
	@"$(PYTHON)" -c "import shutil; [shutil.rmtree(name, ignore_errors=True) for name in ('$(VENV)', 'site', 'build', 'dist', '.mypy_cache', '.pytest_cache', '.ruff_cache', '.hypothesis')]"
