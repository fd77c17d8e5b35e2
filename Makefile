# Plain `make` lists what there is to make. PYTHON may name another interpreter (3.11 or later).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PINS   := functions/requirements.txt pyproject.toml
CALLS  := 5000
SAM_BIN := .venvs/sam/bin
SAM    := SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=$${AWS_DEFAULT_REGION:-$${AWS_REGION:-eu-central-1}} $(SAM_BIN)/sam

.DEFAULT_GOAL := help
.PHONY: help run check serve test thorough fuzz endurance lint lint-template build deploy-plan deploy golden schemas pages clean-store clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.ready ## check, compile, deposit and promote both editions, then serve them on a free local port
	@$(BIN)/coursewright run archive/2026-Q3 content

check: $(VENV)/.ready ## check the content
	@$(BIN)/coursewright check --content archive/2026-Q3
	@$(BIN)/coursewright check --content content

serve: $(VENV)/.ready ## serve what was promoted before
	@$(BIN)/coursewright serve --port 0

test: $(VENV)/.ready-dev lint ## lint, check types, run the tests
	@$(BIN)/pytest -n 2 --dist worksteal -q

thorough: $(VENV)/.ready-dev ## at length what `make test` samples: hostile input, kills at any operation, generated releases
	@$(BIN)/pytest -n 2 --dist worksteal -q -m thorough

fuzz: $(VENV)/.ready-dev ## ask the API CALLS made-up and real questions, and hold each answer to the OpenAPI document
	@PYTHONPATH=functions:tests $(BIN)/python tests/fuzzing.py $(CALLS)

endurance: $(VENV)/.ready-dev ## the tests that take minutes: faults, crashes and races in full, on a real S3 server
	@$(BIN)/pytest -n 2 --dist worksteal -q -m endurance --timeout 1800

lint: $(VENV)/.ready-dev ## ruff and mypy
	@$(BIN)/ruff check functions tests benchmarks
	@$(BIN)/ruff format --check -q functions tests benchmarks
	@$(BIN)/mypy

lint-template: .venvs/sam/.ready .venvs/checkov/.ready ## cfn-lint, sam validate and checkov, on both templates
	@$(SAM_BIN)/cfn-lint template.yaml github.yaml
	@$(SAM) validate --lint --template template.yaml
	@.venvs/checkov/bin/checkov --file template.yaml --file github.yaml --framework cloudformation --compact --quiet --skip-download

build: .venvs/sam/.ready ## the package of each function, for Lambda, in .aws-sam/build
	@$(SAM) build --parallel
	@du -sm .aws-sam/build/*/ | awk '{ printf "  %-28s %3d MB\n", $$2, $$1 }'

deploy-plan: build ## what a deployment would change, as a change set to read; ARGS=--guided asks for the parameters
	@$(SAM) deploy --no-execute-changeset $(ARGS)

deploy: build ## deploy to AWS; the first time with ARGS=--guided
	@$(SAM) deploy $(ARGS)

golden: $(VENV)/.ready-dev ## write the golden files anew, after a change of bytes that is meant
	@COURSEWRIGHT_GOLDEN=write $(BIN)/pytest -q -m golden

schemas: $(VENV)/.ready ## write all schemas, the line in each YAML file that names its own, and the OpenAPI document
	@$(BIN)/coursewright schemas schemas/authoring --for content --for archive/2026-Q3 \
		--printed schemas --openapi schemas/serving

pages: $(VENV)/.ready ## write the help pages of all findings
	@$(BIN)/coursewright pages docs/findings

clean-store: ## remove the local stores, to begin with empty ones
	rm -rf .coursewright

clean: clean-store ## remove the environment and every cache
	rm -rf $(VENV) .venvs .aws-sam .node .mypy_cache .ruff_cache .pytest_cache functions/*.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Coursewright needs Python 3.11 or later; name one: make PYTHON=python3.11 …"; exit 1; }
	@echo "Making the environment in $(VENV) …"
	@if command -v uv >/dev/null; then uv venv -q --seed --python $(PYTHON) $(VENV); else $(PYTHON) -m venv $(VENV) || \
		{ echo "On Debian and Ubuntu: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }; fi

$(VENV)/.ready: $(PINS) | $(VENV)/bin/python
	@echo "Installing the pinned libraries …"
	@if command -v uv >/dev/null; then uv pip install -q --compile-bytecode --python $(BIN)/python -e .; \
		else $(BIN)/python -m pip install -q --disable-pip-version-check -e .; fi
	@$(BIN)/python -m compileall -q functions  # for those who tell Python to write no bytecode: half of a start is compiling
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	@echo "Installing the tools for development …"
	@if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python -e '.[dev]'; \
		else $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'; fi
	@touch $@

# Tools with pins of their own, which beside ours would silently become those of years ago.
.venvs/sam/.ready:
	@echo "Installing the AWS SAM CLI and cfn-lint …"
	@$(PYTHON) -m venv .venvs/sam && $(SAM_BIN)/python -m pip install -q --disable-pip-version-check aws-sam-cli==1.170.0 cfn-lint==1.58.0
	@touch $@

.venvs/checkov/.ready:
	@echo "Installing checkov …"
	@$(PYTHON) -m venv .venvs/checkov && .venvs/checkov/bin/python -m pip install -q --disable-pip-version-check checkov==3.3.30
	@touch $@
