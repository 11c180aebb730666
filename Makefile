PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test model clean

.venv/made:
	$(PYTHON) -m venv .venv
	touch $@

.venv/demo: .venv/made pyproject.toml
	$(PIP) .
	touch $@

# Where PyTorch's CPU build lies on the machine or the index has it, the pin keeps gigabytes of CUDA away.
.venv/test: .venv/made pyproject.toml
	$(PIP) "torch==2.13.0"
	$(PIP) -e ".[test]"
	touch $@

demo: .venv/demo  ## extract the five seeds; a table on the terminal, the whole in build/demo
	@mkdir -p build/demo
	@$(BIN)/govie extract corpus/seeds -o build/demo/facts.xlsx
	@$(BIN)/govie extract corpus/seeds -o build/demo/facts.html
	@$(BIN)/govie extract corpus/seeds | head -n 25
	@echo "all facts: $(CURDIR)/build/demo/facts.xlsx and $(CURDIR)/build/demo/facts.html"

test: .venv/test  ## lint, types, corpus check, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m corpus.check
	$(BIN)/python -m pytest

clean:
	rm -rf .venv build dist
