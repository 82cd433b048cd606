# Everything runs from here; each verb first sets up what it needs.
# The system must have make and Python 3.10 or newer with venv, and nothing else.

PYTHON  ?= python3
# Another environment: make test PYTHON=python3.13 VENV=.venv-3.13
VENV    := .venv
BIN     := $(VENV)/bin
STAMP   := $(VENV)/.complete
# The versions that the README promises.
PYTHONS := 3.10 3.11 3.12 3.13

.DEFAULT_GOAL := help
.PHONY: help setup demo test coverage lab build check-style format doctor pin clean \
        test-pythons test-jax test-torch site

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(STAMP): pyproject.toml requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "expected Python 3.10 or newer, got $$($(PYTHON) --version); choose another with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is needed; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.txt uv
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet -c requirements.txt -e '.[cluster,postgresql,dev]'
	@touch $@

setup: $(STAMP)  ## Create the virtual environment .venv with the pinned packages

demo: $(STAMP)  ## Run the whole cycle on a sample class: release, grading, marks, feedback
	$(BIN)/course demo

test: $(STAMP) check-style  ## Run the style checks and every test
	$(BIN)/python -m pytest -n auto

# The figures of course/judge/ are too low: the fork server, judges and students' processes are
# forks without coverage's environment that end by os._exit, so what the tests run there is not
# counted.
coverage: $(STAMP)  ## Run every test and report which lines of the package they reach
	$(BIN)/python -m pytest -n auto --cov --cov-report=term:skip-covered --cov-report=xml

test-pythons:  ## Run every test on each supported version of Python that is installed
	tools/test-pythons.sh $(PYTHONS)

# Tests for the other backends: the checks of course.testing, the catalogues, every solved notebook.
BACKEND_TESTS := tests/test_testing.py tests/test_testing_models.py tests/test_testing_transformer.py \
  tests/test_catalogue.py tests/test_backends.py

test-jax: $(VENV)/.jax  ## Test the exercises and every notebook on JAX
	KERAS_BACKEND=jax $(BIN)/python -m pytest $(BACKEND_TESTS)

test-torch: $(VENV)/.torch  ## Test the exercises and every notebook on PyTorch
	KERAS_BACKEND=torch $(BIN)/python -m pytest $(BACKEND_TESTS)

site: $(VENV)/.site  ## Build the course as web pages, without solutions, in dist/site
	$(BIN)/course site

# pip and not uv, because pip honours PIP_EXTRA_INDEX_URL (see README, PyTorch's CPU builds).
$(VENV)/.jax $(VENV)/.torch $(VENV)/.site: $(VENV)/.%: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.txt -e '.[$*]'
	@touch $@

lab: $(STAMP)  ## Open JupyterLab on your own copy of the release (EDITION=es: in Spanish)
	$(BIN)/course lab --lang $(or $(EDITION),en)

build: $(STAMP)  ## Build release/en and release/es from source/
	$(BIN)/course build

check-style: $(STAMP)  ## Check style, types, and the notebooks' canonical form
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy course
	$(BIN)/course canonical --check

format: $(STAMP)  ## Format code and notebooks
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/course canonical

doctor: $(STAMP)  ## Check this machine and say what is missing
	$(BIN)/course doctor

pin: $(STAMP)  ## Update the pinned versions in requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.10 --all-extras --upgrade \
	  --no-emit-index-url --custom-compile-command "make pin" pyproject.toml -o requirements.txt

clean:  ## Remove the environments and every working file (never submitted/ or work/)
	rm -rf $(VENV) .venv-3.* .course demo build dist .pytest_cache .ruff_cache .mypy_cache \
	  .coverage .coverage.* coverage.xml
