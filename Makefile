PYTHON ?= python3
BIN := .venv/bin
SHELL := bash
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test docs fuzz oldest newest lock audit model clean

.venv/made:
	$(PYTHON) -m venv .venv
	touch $@

.venv/demo: .venv/made pyproject.toml $(shell find govie -type f -not -name "*.pyc")
	$(PIP) ".[spacy]"
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
	$(BIN)/python -m pytest -n 2 --dist worksteal

.venv/docs: .venv/made pyproject.toml
	$(PIP) -e ".[docs]"
	touch $@

docs: .venv/docs  ## the site in build/site; needs no network once the extra is installed
	$(BIN)/python -m mkdocs build --strict

fuzz: .venv/test  ## 2,000 odd texts against what must always hold
	$(BIN)/python -m tests.fuzz --documents 2000 --seed 1

# The tests that touch the dependencies, against the oldest and the newest versions that pyproject.toml allows; needs uv.
TOUCHING := tests/test_extract.py tests/test_components.py tests/test_table.py tests/test_spreadsheets.py tests/test_text.py tests/test_read.py
VERSIONS = uv venv --quiet --clear --python $(1) build/$@ \
	&& uv pip install --quiet --python build/$@ --resolution $(2) ".[files,parquet,spacy]" \
	&& uv pip install --quiet --python build/$@ pytest hypothesis jsonschema \
	&& uv pip freeze --python build/$@ && build/$@/bin/python -m pytest $(TOUCHING)
oldest:  ## with the oldest versions of the dependencies, on the oldest Python
	$(call VERSIONS,3.10,lowest-direct)
newest:  ## with the newest versions, on the newest Python
	$(call VERSIONS,3.13,highest)

# uvx fetches each tool into a cache of its own; the locks hold for Python 3.10 to 3.13 on every platform.
LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.10 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
lock:  ## renew the locks and the bill of materials; needs uv
	$(LOCK) -o requirements/run.txt
	$(LOCK) --extra test -o requirements/dev.txt
	uvx --from cyclonedx-bom cyclonedx-py requirements requirements/run.txt --output-reproducible --of JSON -o - \
		| sed 's#"https://[^"]*/simple/#"simple/#' > requirements/sbom.json  # whichever index it was made with

audit:  ## look the locked versions up among the known weaknesses; needs uv and the network
	uvx pip-audit --strict --require-hashes --disable-pip -r requirements/run.txt

FIRST := --rate 4e-4 --head-rate 1e-3 --average 0.98 --batch 3072 --mask 0.1
BASE := --head-rate 1e-3 --average 0.98 --batch 3072 --mask 0.1 --link 2 --vary 0.3
SKIM := --skim build/skim.npz
FINAL := --head-rate 5e-4 --batch 3072 --mask 0.08 --link 2 --vary 0.3
model: .venv/test  ## rebuild the bundled weights from the corpus and ../shared (hours on two cores)
	mkdir -p build
	$(BIN)/python -m training.cohesion -o build/cohesion.npz
	$(PIP) -e ".[research]"
	$(BIN)/python -m training.words -o build/words.npz
	$(BIN)/python -m training.pretrain --init ../shared/encoder/govie-6l --out build/encoder --hours 0.6
	$(BIN)/python -m training.finetune --start build/encoder -o build/first --train train --score dev $(FIRST) --epochs 5
	$(BIN)/python -m training.finetune --start build/first -o build/base-1 --train train --score dev $(BASE) --epochs 3 --rate 3e-4 --seed 1
	$(BIN)/python -m training.finetune --start build/base-1 -o build/base-2 --train train --score dev $(BASE) --epochs 4 --rate 3e-4 --seed 2
	$(BIN)/python -m training.finetune --start build/base-2 -o build/base-3 --train train --score dev $(BASE) --epochs 4 --rate 3e-4 --seed 3
	$(BIN)/python -m training.finetune --start build/base-3 -o build/base-4 --train train --score dev $(BASE) --epochs 4 --rate 2.5e-4 --seed 4
	$(BIN)/python -m training.average build/base-3 build/base-4 -o build/base-34
	$(BIN)/python -m training.finetune --start build/base-34 -o build/base-5 --train train --score dev $(BASE) --epochs 3 --rate 2.5e-4 --seed 9
	$(BIN)/python -m training.finetune --start build/base-5 -o build/base-6 --train train --score dev $(BASE) --epochs 3 --rate 2.5e-4 --seed 10
	$(BIN)/python -m training.average build/base-5 build/base-6 -o build/base-56
	$(BIN)/python -m training.finetune --start build/base-56 -o build/base-7 --train train --score dev $(BASE) --epochs 3 --rate 2.5e-4 --seed 11
	$(BIN)/python -m training.average build/base-56 build/base-7 -o build/base-567
	$(BIN)/python -m training.skim --model build/base-567 -o build/skim.npz
	$(BIN)/python -m training.finetune --start build/base-567 -o build/base-8 --train train --score dev $(BASE) $(SKIM) --epochs 3 --rate 2.5e-4 --seed 12
	$(BIN)/python -m training.average build/base-567 build/base-8 -o build/base-08
	$(BIN)/python -m training.finetune --start build/base-08 -o build/base-9 --train train --score dev $(BASE) $(SKIM) --epochs 3 --rate 2.5e-4 --seed 13
	$(BIN)/python -m training.finetune --start build/base-9 -o build/base-10 --train train --score dev $(BASE) $(SKIM) --epochs 3 --rate 2.2e-4 --seed 14
	$(BIN)/python -m training.average build/base-9 build/base-10 -o build/base-910
	$(BIN)/python -m training.finetune --start build/base-910 -o build/base-11 --train train --score dev $(BASE) $(SKIM) --epochs 2 --rate 2e-4 --seed 21
	$(BIN)/python -m training.average build/base-910 build/base-11 -o build/base-911
	$(BIN)/python -m training.finetune --start build/base-911 -o build/base-12 --train train --score dev $(BASE) $(SKIM) --epochs 3 --rate 2.4e-4 --seed 31 \
		--teachers build/base-910 build/base-9 build/base-10 build/base-11 --silver 600000
	$(BIN)/python -m training.average build/base-911 build/base-12 -o build/base-912
	$(BIN)/python -m training.finetune --start build/base-912 -o build/base-13 --train train --score dev $(BASE) $(SKIM) --epochs 2 --rate 2.2e-4 --seed 32 \
		--teachers build/base-912 build/base-9 build/base-12 build/base-911 --silver 300000
	$(BIN)/python -m training.average build/base-912 build/base-13 -o build/base
	$(BIN)/python -m training.leave_one_out --start build/base -o build/loso --every 4 --epochs 1 --mean $(FINAL) $(SKIM) --rate 1e-4 --average 0.97
	$(BIN)/python -m training.finetune --start build/base -o build/seeds --train train seeds --every 4 --score dev --epochs 1 $(FINAL) $(SKIM) --rate 1e-4 --average 0.97
	$(BIN)/python -m training.average build/base build/seeds -o build/final
	$(BIN)/python -m training.skim --model build/final -o build/final/skim.npz
	$(BIN)/python -m training.calibrate --model build/final --left-out build/loso
	cp build/final/{config.json,vocab.txt,cohesion.npz,skim.npz,model.onnx,heads.npz} govie/weights/
	$(BIN)/python -m training.segmenter -o govie/weights/segmenter
	$(BIN)/python -m training.card --model govie/weights --left-out build/loso/scores.json

clean:
	rm -rf .venv build dist
