# Thin: each target sets up what it needs. PYTHON names the interpreter that the venv is made with.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt
export OPENBLAS_NUM_THREADS := 1

.PHONY: demo check check-fast fix test bench pin clean

# Replay the West Midlands night of May 2024, with its live page. ARGS="ge-2024 --speed 600" for another.
demo: .venv/.run
	$(BIN)/tellers demo $(ARGS)

# Everything: format, lint, types, layers, every test, coverage.
check: .venv/.check
	tools/machine
	$(BIN)/ruff format --check src tests bench
	$(BIN)/ruff check src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2 -m "not browser" --cov --cov-report= -rs
	$(BIN)/pytest -q -m browser --cov --cov-append --cov-report=term:skip-covered -rs

# The same without browsers, databases and long nights.
check-fast: .venv/.check
	$(BIN)/ruff check src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2 -m "not slow and not browser" -rs

fix: .venv/.check
	$(BIN)/ruff format src tests bench
	$(BIN)/ruff check --fix src tests bench

test: .venv/.check
	$(BIN)/pytest -q -n 2 $(ARGS)

# What each figure in the docs was measured with; `make bench ARGS=bench/editions.py` for one.
bench: .venv/.check
	$(BIN)/python bench/run.py $(ARGS)

# Write the versions in use to constraints.txt: names and versions only.
pin: .venv/.check
	$(BIN)/python -m pip list --format=freeze --exclude tellers --exclude-editable | sort -f > constraints.txt

clean:
	rm -rf .venv build dist

.venv/.pip: constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --upgrade pip
	touch $@

.venv/.run: .venv/.pip pyproject.toml
	$(PIP) -e .
	touch $@

.venv/.check: .venv/.pip pyproject.toml
	$(PIP) -e ".[postgres,parquet,push,pdf]" --group dev --group oracles --group browser --group database --group readers --group attacks
	touch $@
