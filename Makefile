# What a newcomer types: `make demo` and `make test`. Each builds .venv where it is missing.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
# CI sets WHEEL=1: a second environment holds the built wheel, and the suite runs against that, not against the checkout.
WHEEL ?=
VENV := .venv$(if $(WHEEL),-wheel,)
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
READY := $(VENV)/.ready
COMPILED := $(VENV)/.compiled
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt
PACKAGED := $(if $(WHEEL),$(shell find skjonn templates examples -type f ! -name '*.pyc' ! -name '*.mo'),)
# Nothing is imported because it happens to lie in the current folder.
export PYTHONSAFEPATH := 1

.PHONY: help demo test test-long fuzz check bench docs catalogues wheel clean
help:
	@echo "make demo       play the Rogaland 2021 round into demo/"
	@echo "make test       run the tests (SQLite and Postgres)"
	@echo "make test-long  fuzz, contention, kills, rendering"
	@echo "make fuzz       20 000 mutated workbooks, each in at most 10 s and 1 GiB"
	@echo "make check      ruff and mypy"
	@echo "make bench      speed as ratios, in one run"
	@echo "make docs       write the generated parts of the documentation again"
	@echo "make catalogues extract the texts and update the catalogues"

$(INSTALLED): pyproject.toml .ci/constraints.txt $(PACKAGED)
	@test -n "$(PYTHON)" || { echo "skjonn needs Python 3.11 or newer; name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "This Python cannot make an environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
ifdef WHEEL
	$(PIP) build hatchling Babel
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation --outdir dist . > $(VENV)/build.log 2>&1 || { cat $(VENV)/build.log; exit 1; }
	$(PIP) dist/*.whl
	$(PIP) --force-reinstall --no-deps dist/*.whl
else
	$(PIP) -e .
endif
	@touch $@

$(READY): $(INSTALLED)
ifdef WHEEL
	$(PIP) "$$(ls dist/*.whl)[dev]"
else
	$(PIP) -e ".[dev]"
endif
	@touch $@

# The checkout's catalogues are compiled again when a translation has changed; a wheel brings its own.
$(COMPILED): $(INSTALLED) $(wildcard skjonn/texts/locale/*/LC_MESSAGES/skjonn.po)
	$(if $(WHEEL),,@$(BIN)/python -c "from skjonn.texts.build_catalogues import compile_all; compile_all()")
	@touch $@

demo: $(COMPILED)
	@$(BIN)/skjonn demo demo --again

test: $(READY) $(COMPILED)
	$(BIN)/pytest -m "not long" -n 2 --dist worksteal

test-long: $(READY) $(COMPILED)
	$(BIN)/pytest -m long -n 2 --dist worksteal

fuzz: $(READY) $(COMPILED)
	PYTHONPATH=. $(BIN)/python -m tests.fuzz.run 20000

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)
	$(PIP) -e ".[bench]"
	$(BIN)/python benchmarks/run.py

docs: $(READY)
	$(BIN)/python docs/generate.py

catalogues: $(READY)
	$(BIN)/python skjonn/texts/build_catalogues.py

wheel: $(READY)
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist .

clean:
	rm -rf .venv .venv-wheel dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
