# Two commands for a fresh machine: `make refresh` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
PYTHON ?= python3
SHARED ?= ../shared
CRON ?= 0 5 * * *
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Tests of whole runs wait a lot: each half of them takes about as long as those of promises, and
# as all others.
WHOLE := tests/flows
HALF := $(addprefix $(WHOLE)/test_,serving.py tutorial.py annotated_documents.py named_answers.py formats_refresh.py)
PROMISES := tests/reliability
BY_THE_CLOCK := $(PROMISES)/test_two_refreshes.py
OF_CRASHES := $(PROMISES)/test_crashes.py
OF_REFRESHES := $(addprefix $(PROMISES)/test_,faults.py readers.py rebuilding.py rejections.py)
TRIED := build/tried
TRY = $(BIN)/pytest --reliability full --tried $(TRIED)/$@.json

.PHONY: help refresh serve test test-half test-other-half test-promises test-parts test-scale reliability \
  reliability-by-the-clock reliability-of-crashes reliability-of-refreshes reliability-of-the-rest \
  audit check lint lock score score-quantities bench clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "section55 needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	@# The lock is complete, so nothing is resolved and nothing unhashed can come in.
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

refresh: $(READY)  ## set up, then refresh the warehouse from the sample documents
	$(BIN)/section55 refresh

serve: $(READY)  ## set up, then serve the site and refresh every night; CRON="0 5 * * *" says when
	$(BIN)/section55 serve --cron "$(CRON)"

test: test-half test-other-half test-promises test-parts  ## set up, then run the tests; with -j 4 side by side

test-half: $(READY)
	$(BIN)/pytest $(HALF)

test-other-half: $(READY)
	$(BIN)/pytest $(addprefix --ignore=,$(HALF)) $(WHOLE)

test-promises: $(READY)
	$(BIN)/pytest $(PROMISES)

test-parts: $(READY)
	$(BIN)/pytest $(addprefix --ignore=,$(WHOLE) $(PROMISES)) tests

reliability: $(READY)  ## every promise, tried as often as it takes (up to an hour), and the table of them
	rm -rf $(TRIED)
	@# What is timed by the clock on the wall is alone; then the others side by side.
	$(MAKE) reliability-by-the-clock; timed=$$?; \
	  $(MAKE) --keep-going --jobs=3 --output-sync=target \
	  reliability-of-crashes reliability-of-refreshes reliability-of-the-rest; others=$$?; \
	  $(BIN)/python -m tests.reliability.trials $(TRIED)/*.json; exit $$((timed + others))

reliability-by-the-clock:
	$(TRY) $(BY_THE_CLOCK)

# These take several at once, so they take what the others leave of the machine.
reliability-of-crashes:
	nice -n 5 $(TRY) $(OF_CRASHES)

reliability-of-refreshes:
	$(TRY) $(OF_REFRESHES)

reliability-of-the-rest:
	$(TRY) $(PROMISES) tests/site/test_nothing_runs.py \
	  $(addprefix --ignore=,$(BY_THE_CLOCK) $(OF_CRASHES) $(OF_REFRESHES))

test-scale: $(VENV)/.scale  ## add Spark and Dask to the environment (Java 17 is needed), then test them
	$(BIN)/pytest tests/scale $(ARGS)

$(VENV)/.scale: $(READY) requirements-scale.txt
	@# pyspark comes as source alone; it is built with what is installed, and downloads nothing.
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --no-build-isolation -r requirements-scale.txt
	@touch $@

lint: $(READY)  ## ruff, mypy, sqlfluff, import-linter, yamllint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 dbt_project
	$(BIN)/yamllint --strict .

check: lint test  ## everything that must be green before a change lands

score: $(READY)  ## every kind and field against the annotation; ARGS=--errors lists each miss, ARGS=--strict fails
	$(BIN)/python -m tests.scoring --shared $(SHARED) $(ARGS)

score-quantities: $(READY)  ## the annotation's own scorer of figures; ARGS="-- --errors" goes to it
	$(BIN)/python -m tests.scoring.quantities --shared $(SHARED) $(ARGS)

bench: $(READY)  ## how fast readers and parsing are beside yardsticks; ARGS="parsing --markdown"
	SHARED=$(SHARED) $(BIN)/python -m tests.benchmarks $(ARGS)

audit: $(READY)  ## known vulnerabilities, licences, and a bill of materials in build/sbom.json
	$(BIN)/python -m tests.supply_chain $(ARGS)

COMPILE = $(BIN)/uv pip compile --quiet --universal --only-binary :all: --generate-hashes --no-header \
	  --no-strip-extras --no-emit-index-url --no-emit-find-links --extra dev pyproject.toml

lock: $(READY)  ## renew requirements.txt and requirements-scale.txt from pyproject.toml
	$(COMPILE) --upgrade -o requirements.txt
	$(COMPILE) --no-binary pyspark --extra scale --constraint requirements.txt -o requirements-scale.txt

clean:  ## remove the environment and the caches, never the warehouse
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache build *.egg-info
