# One command each, for people and for .ci/run alike. `make` alone lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help venv chat test test-slow test-all test-llm test-milvus check docs bench bench-large bench-load eval faults fuzz screens

HOST ?= 127.0.0.1
PORT ?= 7860
INDEX ?= .citeseed
SEED ?= 1

# Which Python makes the environment, and which exact versions go into it.
PYTHON ?= python3.11
CONSTRAINTS ?= constraints.txt

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# What the language model of the tests is served with has no say in what citeseed runs with.
LLM := .venv-llm
LLM_READY := $(LLM)/.ready
LLM_NEEDS := tests/smollm/requirements.txt
WHEELS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/citeseed/wheels-avx2
QUESTION := why is Alibaba's plan considered risky?

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  Variables of make chat: HOST=$(HOST) PORT=$(PORT) INDEX=$(INDEX)"

venv: $(READY)  ## create .venv and install everything, with the versions of constraints.txt

# The first Python that is new enough and can make environments; a name that is found may still fail to run.
$(READY): pyproject.toml $(CONSTRAINTS)
	@set -eu; chosen=; \
	for python in $(PYTHON) python3 python3.12 python3.13 python3.14; do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    chosen=$$python; break; \
	  fi; \
	done; \
	if [ -z "$$chosen" ]; then \
	  echo "citeseed needs Python 3.11 or newer with venv; found: $$(python3 --version 2>&1 || true)." >&2; \
	  echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv), then run make again." >&2; \
	  exit 1; \
	fi; \
	if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  echo "Creating $(VENV) with $$chosen"; "$$chosen" -m venv --clear $(VENV); \
	fi
	@echo "Installing (the first time takes minutes; torch is large)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable ".[dev]" --constraint $(CONSTRAINTS)
	@touch $(READY)

chat: venv  ## index seeds/, answer a first question, then serve the chat
	@$(BIN)/citeseed index seeds --index "$(INDEX)" || { code=$$?; \
	  if [ $$code -eq 4 ]; then \
	    echo "make chat shows the documents of seeds/. For another library: make chat INDEX=some-new-folder, or" >&2; \
	    echo "$(BIN)/citeseed chat --index \"$(INDEX)\" to open this one as it is." >&2; \
	  fi; \
	  [ $$code -eq 3 ] || exit $$code; }
	@echo; echo "> $(QUESTION)"; echo
	@$(BIN)/citeseed ask "$(QUESTION)" --index "$(INDEX)"
	@echo
	@$(BIN)/citeseed chat --index "$(INDEX)" --host "$(HOST)" --port "$(PORT)" --example "$(QUESTION)" \
	  --example "What is Alibaba's current goal?" --example "What is the capital of Mongolia?"

# Two processes of one thread each, for two cores; more need more memory than a small machine has.
# Files are taken in their order: the last ones are small, so both processes end at about the same time.
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder
QUICK := smoke or not (slow or e2e or faults or hostile)
# Folders without a quick test: reading them would take seconds.
UNREAD := $(addprefix --ignore=tests/,bench distributed faults hostile rag/models/optional training ui/serving)

test: venv  ## run the quick tests: the main job end to end, once in a browser (three minutes on two cores)
	@$(PYTEST) -m "$(QUICK)" $(UNREAD)

test-slow: venv  ## run the tests that make test leaves out: browsers, faults, hostile documents, the wheel
	@$(PYTEST) -m "not ($(QUICK))"

test-all: test test-slow  ## run every test (half an hour on two cores)

test-llm: venv $(LLM_READY)  ## let a real language model answer, and check it (compiles at first; ten minutes)
	@$(BIN)/python -m pytest tests/smollm -p tests.smollm.server --llm $(LLM)/bin/python

test-milvus: venv  ## try the contract of libraries on a real Milvus: URI=milvus://host:19530/scratch (docs/deployment.md)
	@$(BIN)/python -m pytest tests/contracts tests/engines -m milvus --milvus "$(URI)"

# llama.cpp is compiled once and kept with the user's caches: for any processor with AVX2, because what it compiles for
# the one it finds uses instructions (AMX) that the kernel may not let it have, and is killed.
$(LLM_READY): $(LLM_NEEDS) | venv
	@if ! compgen -G "$(WHEELS)/llama_cpp_python-*.whl" >/dev/null && ! command -v c++ >/dev/null; then \
	  echo "make test-llm compiles llama.cpp, and no C++ compiler is here. Install one (Debian, Ubuntu: apt-get" >&2; \
	  echo "install build-essential), then run make test-llm again." >&2; \
	  exit 1; \
	fi
	@echo "Building a server for a language model (the first time it compiles for ten minutes)"
	@CMAKE_ARGS=-DGGML_NATIVE=OFF $(BIN)/python -m pip wheel -qq --disable-pip-version-check --no-cache-dir --no-deps \
	  --requirement $(LLM_NEEDS) --find-links "$(WHEELS)" --wheel-dir "$(WHEELS)"
	@$(BIN)/python -m venv --clear $(LLM)
	@$(LLM)/bin/python -m pip install -qq --disable-pip-version-check --no-deps --requirement $(LLM_NEEDS) \
	  --no-index --find-links "$(WHEELS)"
	@touch $(LLM_READY)

check: venv  ## formatting, lint, types, declared dependencies, the direction of imports, links of the documentation
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --platform darwin
	$(BIN)/mypy --platform win32 --package index --package rag --package ui
	$(BIN)/deptry index rag ui
	$(BIN)/lint-imports --no-cache
	$(BIN)/mkdocs build --strict --quiet

docs: venv  ## build the documentation into build/site
	@$(BIN)/mkdocs build --strict --quiet

screens: venv  ## take a picture of every state of the page, into docs/screens/ (Chromium; some minutes)
	@$(BIN)/python -m tests.e2e.screens docs/screens

bench: venv  ## measure how fast it is here and write docs/performance.md (some minutes)
	@$(BIN)/python -m bench --write docs/performance.md

bench-large: venv  ## grow to a million chunks and write docs/growth.md (CITESEED_DATA=folder; a quarter of an hour)
	@$(BIN)/python -m bench.growth --write docs/growth.md

bench-load: venv  ## send crowds of visitors to a chat and write docs/load.md (some minutes)
	@$(BIN)/python -m bench.load --write docs/load.md

eval: venv  ## measure on public data and write docs/evaluation.md (CITESEED_DATA=folder; half an hour)
	@$(BIN)/python -m bench.evaluation

fuzz: venv  ## try damaged files on every parser, a minute each (SEED=number for others); failing ones are kept
	@$(BIN)/python -m tests.hostile.fuzz --seed $(SEED)

faults: venv  ## try every point of every fault, where make test-all tries a sample (strace; half an hour)
	@$(PYTEST) -m "faults or hostile" --every
