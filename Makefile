# Everything a developer runs. `make demo` and `make test` start from a bare machine with Python 3.11.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 4

unexport PYTHONDONTWRITEBYTECODE # else every command a test starts compiles the whole tree anew

.PHONY: help install demo test check format bench constraints serve clean
help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

# Two stamps: the demo needs only what runs, the tests need the tools as well.
$(VENV)/.runtime: constraints-runtime.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r constraints-runtime.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.tools: constraints.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.runtime

install: $(VENV)/.tools ## the environment with all tools

demo: $(VENV)/.runtime ## the whole pipeline, offline, on the bundled sample week
	$(BIN)/python -m sample.demo

check: $(VENV)/.tools ## types, lint, format, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check ## checks and all tests
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --no-emit-index-url --no-emit-find-links
constraints: $(VENV)/.tools ## pin anew what CI installs: names, versions, hashes
	printf 'hatchling\neditables\n' > .build-needs.in
	$(COMPILE) .build-needs.in --group dev --extra postgres --extra semantic -o constraints.txt
	$(COMPILE) .build-needs.in -c constraints.txt -o constraints-runtime.txt
	rm .build-needs.in

format: $(VENV)/.tools ## lay the code out
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.tools ## speed and memory beside peers, in the same run
	$(BIN)/python -m bench

serve: $(VENV)/.runtime ## the service on this machine
	$(BIN)/curator serve

clean: ## remove what was made here
	rm -rf $(VENV) .demo .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
