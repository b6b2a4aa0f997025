# Two commands set this up and use it: `make run` and `make test`. Everything lives in .venv and .cache.

BIN := .venv/bin
READY := .venv/ready
HERE := $(CURDIR)

# A Python that is new enough and can make a virtual environment; `make PYTHON=...` names another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$name && break; done)

# Without bytecode every start of the wizard would be slow.
unexport PYTHONDONTWRITEBYTECODE

# What `make test FAST=1` leaves out: whatever starts a server. Not in CI.
SERVERS := $(if $(WIZARD_CI),,$(addprefix --ignore=,tests/e2e tests/services tests/servers tests/test_doctor.py \
	tests/sections/test_publisher.py))

.DEFAULT_GOAL := help
.PHONY: help run test bench screenshots reference lock clean moved

help: ## Show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(READY) ## Open the wizard on PROJECT=path/to/laravel, or else on a throw-away sample (ARGS="--lang id")
	@$(BIN)/stateless-wizard $(if $(PROJECT),"$(PROJECT)",demo) $(ARGS) || { code=$$?; test $$code -eq 130 || exit $$code; }

test: $(READY) ## Check everything: style, types, floors, tests with real PHP, Laravel and servers (FAST=1: no servers)
	@echo "Fetching what the tests need, while the code is read ..."
	@$(BIN)/python -m tests.lab_fetch & fetching=$$!; \
	$(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports --no-logo; read=$$?; \
	wait $$fetching && exit $$read
	$(BIN)/pytest -n 5 --dist loadgroup --no-loadscope-reorder $(if $(FAST),$(SERVERS)) $(ARGS)

bench: $(READY) ## Measure the speed, as ratios
	$(BIN)/python -m tests.bench $(ARGS)

screenshots: $(READY) ## Write the pictures and the kept screens anew
	$(BIN)/python -m tests.tui.screenshots
	$(BIN)/python -m tests.tui.walkthrough
	$(BIN)/python -m tests.tui.snapshots

reference: $(READY) ## Write the reference in the README anew
	$(BIN)/python -m wizard.reference README.md

lock: $(READY) ## Choose the newest versions for requirements.lock
	$(BIN)/python -m pip install -qq --upgrade uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-emit-index-url --no-emit-find-links --all-extras pyproject.toml -o requirements.lock

clean: ## Remove everything that make made
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed: apt-get install python3 python3-venv"; exit 1; }
	@$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@echo "Installing into .venv ..."
	@$(BIN)/python -m pip install -qq --upgrade pip
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@echo "$(HERE)" > $@

# Programs in .venv know it by its full path: after the folder has moved, they are made anew.
ifneq ($(shell cat $(READY) 2>/dev/null || echo "$(HERE)"),$(HERE))
$(READY): moved
moved:
	@rm -rf .venv
endif
