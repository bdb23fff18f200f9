# Each target is a line or two; what they do stands in tools/.
PYTHON ?= python3
export PYTHON ENGINE GPU
VENV_PYTHON = .venv/bin/python
# a value that is none becomes no file's name; preflight refuses it
LETTERS_OF_ENGINE := $(shell printf %s '$(subst ','\'',$(ENGINE))' | tr -cd A-Za-z)
LIB_STAMP = build/lib$(LETTERS_OF_ENGINE)$(filter 1,$(GPU)).stamp
READER_SOURCES = pom.xml tools/java/pom.xml $(shell find tools/java/src/main)
MODULE_SOURCES = pom.xml d2l-java/pom.xml $(shell find d2l-java/src/main)

.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.PHONY: help lab run kernel kernel-remove check sync tidy export links test soak render reset doctor bench bench-store \
  offline check-offline check-exercises check-binder audit release-check clean set-up tools reader preflight plan FORCE

help: ## list what make can do here
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 \t/p' Makefile | expand -t 28

lab: set-up ## open JupyterLab on the LeNet chapter, or on CHAPTER=…
	@exec $(VENV_PYTHON) tools lab "$$CHAPTER"

run: set-up ## run CHAPTER=06-lenet without a browser, with EPOCHS=… if given
	@exec $(VENV_PYTHON) tools run "$$CHAPTER" $${EPOCHS:+"numEpochs=$$EPOCHS"}

kernel: set-up ## show our kernel to VS Code and to your other Jupyters, as KERNEL=… if given
	@exec $(VENV_PYTHON) tools kernel install "$$KERNEL"

kernel-remove: ## remove that kernel, which `make clean` leaves
	@exec $(PYTHON) tools kernel remove "$$KERNEL"

check: reader ## look for what is not clean, not in sync or not linked in the chapters
	@exec $(VENV_PYTHON) tools check "$$CHAPTER"

sync: reader ## make what chapters quote say what the module says
	@exec $(VENV_PYTHON) tools sync "$$CHAPTER"

tidy: reader ## format the code of chapters, and remove what is of no use to a reader
	@exec $(VENV_PYTHON) tools tidy "$$CHAPTER"

export: tools reader ## write CHAPTER=… as one Java program without the helper module, into build/export
	@exec $(VENV_PYTHON) tools export "$$CHAPTER" $${EPOCHS:+"numEpochs=$$EPOCHS"}

links: .venv/packages.stamp ## list the links to the web, and ask whether they are there
	@exec $(VENV_PYTHON) tools links

test: tools reader .venv/test-packages.stamp ## run all tests: Java, tools, and each chapter on the sample data
	@exec $(VENV_PYTHON) tools test

render: set-up ## run CHAPTER=… or all on the whole data, and store the outputs
	@exec $(VENV_PYTHON) tools render "$$CHAPTER"

soak: tools ## train, make nets and run LeNet's cells for minutes; memory must not grow
	@exec $(VENV_PYTHON) tools soak

reset: ## give CHAPTER=… back as it is stored, and keep yours in kept/
	@exec $(PYTHON) tools reset "$$CHAPTER"

doctor: ## say what of this machine fits, and what to do about the rest
	@exec $(PYTHON) tools doctor

bench: ## measure this beside Python and DJL; ROUNDS=… ONLY='ours-*,python-*'
	@$(MAKE) --no-print-directory set-up ENGINE= GPU=
	@$(MAKE) --no-print-directory set-up .venv/test-packages.stamp ENGINE=PyTorch GPU=
	@ENGINE=PyTorch GPU= exec $(VENV_PYTHON) bench/bench.py

bench-store: ## put the results of the last whole bench into docs/benchmarks.md
	@exec $(VENV_PYTHON) bench/store.py

offline: set-up ## pack ONE archive for machines without a network, into build/offline or TO=…
	@exec $(VENV_PYTHON) tools offline

check-offline: .venv/test-packages.stamp offline ## unpack it where no network is, set it up and run LeNet there
	@exec $(VENV_PYTHON) -m pytest -q -s tests/tools/laptop.py

check-binder: .venv/test-packages.stamp ## try Binder's files here: repo2docker's choice, postBuild, LeNet in 2 GiB
	@exec $(VENV_PYTHON) -m pytest -q -s tests/tools/binder.py

check-exercises: set-up ## run a class's notebooks in DIR=…, locked up; TIMEOUT=… MEMORY=… CHECK=check.java
	@exec $(VENV_PYTHON) tools check-exercises

audit: tools ## ask PyPI for known faults of the Python packages, and list the Java libraries
	@exec $(VENV_PYTHON) tools audit

release-check: preflight ## say whether a release can be made of the last commit, VERSION=… if given
	@exec $(PYTHON) tools release-check "$$VERSION"

clean: ## remove what set-up, the build and `make run` have made; not kept/
	rm -rf .venv build target d2l-java/target tools/java/target

# Set-up: one stamp for each step, which an interrupted step does not leave.

set-up: tools build/data.stamp

tools: preflight plan $(LIB_STAMP)

preflight:
	@sh tools/preflight.sh '$(MAKECMDGOALS)'

plan: | preflight
	@test -e $(LIB_STAMP) || $(PYTHON) tools set-up plan

.venv/packages.stamp: requirements.txt | preflight plan
	@exec $(PYTHON) tools set-up packages

.venv/test-packages.stamp: requirements-test.txt .venv/packages.stamp
	@exec $(PYTHON) tools set-up test-packages

$(LIB_STAMP): .venv/packages.stamp $(MODULE_SOURCES) | preflight plan
	@exec $(PYTHON) tools set-up libraries

reader: build/reader.stamp

build/reader.stamp: .venv/packages.stamp $(READER_SOURCES) | preflight plan
	@exec $(PYTHON) tools set-up reader

build/data.stamp: | $(LIB_STAMP)
	@exec $(PYTHON) tools set-up data

# The Python that the environment was made with may have gone since.
ifneq ($(shell $(VENV_PYTHON) -c 'print(1)' 2>/dev/null),1)
.venv/packages.stamp: FORCE
endif
