# What a newcomer types: `make demo` and `make test`. Each builds .venv where it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# CI sets WHEEL=1: the suite then runs against the built wheel, not against the checkout.
WHEEL ?=

.PHONY: help demo test test-long check bench docs catalogues wheel clean
help:
	@echo "make demo       play the Rogaland 2021 round into demo/"
	@echo "make test       run the tests (SQLite and Postgres)"
	@echo "make test-long  fuzz, contention, kills, rendering"
	@echo "make check      ruff and mypy"
	@echo "make bench      speed as ratios, in one run"
	@echo "make docs       write the generated parts of the documentation again"
	@echo "make catalogues extract the texts and update the catalogues"

$(READY): pyproject.toml .ci/constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(if $(WHEEL),$(BIN)/python -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt hatchling Babel build,)
	$(if $(WHEEL),rm -rf dist && $(BIN)/python -m build --quiet --wheel --no-isolation --outdir dist .,)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt $(if $(WHEEL),"$$(ls dist/*.whl)[dev]",-e ".[dev]")
	@touch $(READY)

demo: $(READY)
	$(BIN)/skjonn demo demo

test: $(READY)
	$(BIN)/pytest -m "not long" -n 2 --dist worksteal

test-long: $(READY)
	$(BIN)/pytest -m long

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python benchmarks/run.py

docs: $(READY)
	$(BIN)/python docs/generate.py

catalogues: $(READY)
	$(BIN)/python skjonn/texts/build_catalogues.py

wheel: $(READY)
	rm -rf dist
	$(BIN)/python -m build --quiet --wheel --outdir dist .

clean:
	rm -rf $(VENV) dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
