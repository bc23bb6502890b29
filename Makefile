# Everything a developer does has a name here. A fresh machine needs `make run` or `make test`, and nothing before.

PYTHON ?= python3
REQUIREMENTS = packaging/requirements
BIN = .venv/bin
QT_FREE_DISPLAY = QT_QPA_PLATFORM=offscreen
# Branches count; the figures of each file stand in build/coverage.json.
COVERAGE = --cov --cov-report=json:build/coverage.json --cov-fail-under=95
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: run test system test-fast setup tools lint bench soak fuzz live-cloud screenshots pins clean
.DEFAULT_GOAL := run

NATIVE = build/native-ready
$(NATIVE): api/answer/native_index.c packaging/build_native.py
	@$(PYTHON) packaging/build_native.py
	@mkdir -p build && touch $@

run: .venv/runtime-ready $(NATIVE)  ## set up what is missing and open the window (ARGS=--practice for the practice cloud)
	@$(BIN)/python main.py $(ARGS)

test: system setup tools lint  ## set up and run all tests, with a real Keystone and Glance
	$(QT_FREE_DISPLAY) $(BIN)/python packaging/loopback_only.py $(BIN)/python -m pytest -q -n 2 -m "not live" $(COVERAGE) $(PYTEST)
	$(QT_FREE_DISPLAY) $(BIN)/python -m pytest -q -m live $(PYTEST)

system:  ## name the Debian packages that tests need and that are missing
	@$(PYTHON) packaging/check_system.py run test

test-fast: setup tools  ## all tests that need no real cloud
	$(QT_FREE_DISPLAY) $(BIN)/python -m pytest -q -n 2 -m "not live" $(PYTEST)

setup: .venv/development-ready $(NATIVE)  ## make .venv with everything that development needs

tools: .venv-tools/ready  ## make .venv-tools with the programs that requests are taken to

lint: setup  ## style, types, and which part may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: setup  ## measure, print a table and write build/benchmarks.json
	$(QT_FREE_DISPLAY) $(BIN)/python tests/benchmarks/run_all.py

soak: setup  ## thousands of calls through one window; the program opened and quit, and killed while it records
	$(QT_FREE_DISPLAY) $(BIN)/python -m pytest -q -s tests/soak --soak-calls 2000 --soak-cycles 50 --soak-kills 400 $(PYTEST)

FUZZ_SECONDS ?= 30
fuzz: setup  ## made-up input for everything that reads; FUZZ_SECONDS for each target
	$(QT_FREE_DISPLAY) $(BIN)/python -m pytest -q -n 2 -rA tests/fuzz --fuzz-seconds $(FUZZ_SECONDS) $(PYTEST)

screenshots: setup  ## draw the README's pictures anew
	$(QT_FREE_DISPLAY) $(BIN)/python packaging/screenshots.py packaging/screenshots

live-cloud: setup  ## start the real Keystone and Glance of the tests until Ctrl+D
	$(BIN)/python tests/live/run_cloud.py

pins: setup  ## pin the requirements anew (hashes for all systems, no index addresses)
	cd $(REQUIREMENTS) && for name in runtime development packaging live tools; do \
	  ../../$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 $$name.in -o $$name.txt || exit 1; done

clean:  ## remove what was built, and the environments
	rm -rf build dist .venv .venv-live .venv-tools api/answer/libnative_index.*

.venv/runtime-ready: $(REQUIREMENTS)/runtime.txt
	@$(PYTHON) packaging/check_system.py run
	$(PYTHON) -m venv .venv
	$(PIP) -r $<
	@touch $@

.venv/development-ready: $(REQUIREMENTS)/development.txt
	@$(PYTHON) packaging/check_system.py run
	$(PYTHON) -m venv .venv
	$(PIP) -r $<
	@touch $@ .venv/runtime-ready

.venv-tools/ready: $(REQUIREMENTS)/tools.txt
	$(PYTHON) -m venv --clear .venv-tools
	.venv-tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
