# Names that one remembers; `./d2l --help` has them all, with their options. Values such as CHAPTER=…
# go on by the environment.
.PHONY: help lab run kernel check fix test render reset export doctor offline check-class bench clean

help: ## list what make can do here
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 \t/p' Makefile | expand -t 22

lab: ## open JupyterLab on the LeNet chapter, or on CHAPTER=…
	@exec ./d2l lab

run: ## run CHAPTER=06-lenet without a browser, with EPOCHS=… if given
	@exec ./d2l run

kernel: ## show our kernel to VS Code and to your other Jupyters
	@exec ./d2l kernel

check: ## look for what is not clean, not in sync or not linked, and run what needs no kernel
	@./d2l check; found=$$?; [ -n "$$CHAPTER" ] || ./d2l test -m 'not kernel and not browser' && exit $$found

fix: ## mend of that what a program can: quotes, questions, format
	@exec ./d2l fix

test: ## run all tests: Java, tools, and each chapter on the sample data
	@exec ./d2l test

render: ## run CHAPTER=… or all on the whole data, and store the outputs
	@exec ./d2l render

reset: ## give CHAPTER=… back as it is stored, and keep yours in kept/
	@exec ./d2l reset

export: ## write CHAPTER=… as one Java program without the helper module, into build/export
	@exec ./d2l export

doctor: ## say what of this machine fits, and what to do about the rest
	@exec ./d2l doctor

offline: ## pack ONE archive for machines without a network, into build/offline or TO=…
	@exec ./d2l offline

check-class: ## run a class's notebooks in DIR=…, locked up; TIMEOUT=… MEMORY=… CHECK=check.java
	@exec ./d2l check-class

bench: ## measure this beside Python and DJL; ROUNDS=… ONLY='ours-*,python-*'
	@exec ./d2l bench

clean: ## remove what set-up, the build and `make run` have made; not kept/
	@exec ./d2l clean
