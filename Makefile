# The only documented commands. Each recipe becomes its program (exec), so that signals reach it.
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) services/standalone/bootstrap.py
CHECKED = shared services tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help setup replay up down status test test-images eval lint types format clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup:  ## install everything into .venv, and fetch Kafka; nothing to do the second time
	@exec $(BOOTSTRAP)

replay:  ## send the seed through all services on a real Kafka and Redis; SEED= FORMAT= RULES= SPEED=
	@exec $(BOOTSTRAP) wirewatch replay $(if $(SEED),'$(SEED)') $(if $(FORMAT),--format '$(FORMAT)') \
		$(if $(RULES),--rules '$(RULES)') $(if $(SPEED),--speed '$(SPEED)')

up:  ## run Kafka, Redis and all services until Ctrl-C; FEEDS= RULES= DETACH=1
	@exec $(BOOTSTRAP) wirewatch up $(if $(FEEDS),--feeds '$(FEEDS)') $(if $(RULES),--rules '$(RULES)') \
		$(if $(DETACH),--detach)

down:  ## end what `make up` runs, and wait for it; its data stay
	@exec $(BOOTSTRAP) wirewatch down

status:  ## show how what `make up` runs is: services, backlog, last hour, feeds, dead letters
	@exec $(BOOTSTRAP) wirewatch status

test:  ## run all tests, three at a time, those on the real Kafka and Redis included; ARGS= goes to pytest
	@exec $(BOOTSTRAP) pytest -n 3 --dist worksteal $(ARGS)

test-images:  ## build what every image has, without Docker, and run it on a real Kafka and Redis
	@exec $(BOOTSTRAP) pytest tests/live/test_images.py --all-images

eval:  ## measure the extraction on the labelled sets, and hold it to its floors
	@exec $(BOOTSTRAP) wirewatch evaluate --sets tests/eval/sets.toml

lint:  ## check style (ruff)
	@$(BOOTSTRAP) ruff check $(CHECKED)
	@exec $(BOOTSTRAP) ruff format --check $(CHECKED)

types:  ## check types (mypy, strict, tests included)
	@exec $(BOOTSTRAP) mypy $(CHECKED)

format:  ## put the code in order (ruff)
	@$(BOOTSTRAP) ruff check --fix $(CHECKED)
	@exec $(BOOTSTRAP) ruff format $(CHECKED)

clean:  ## remove .venv, caches and local data
	rm -rf .venv .wirewatch .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find shared services tests -name __pycache__ -prune -exec rm -rf {} +
	find shared services -name '*.egg-info' -prune -exec rm -rf {} +
