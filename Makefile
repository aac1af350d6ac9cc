# Two commands are enough: `make run` and `make test`. Everything else is a part of one of them.
# 两个命令就够：make run 和 make test。
.DEFAULT_GOAL := help
.PHONY: help run test test-all week lint client bench clean

export BULOU_PYTHON
PYTHON := .venv/bin/python
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --use-pep517

help: ## 显示命令 · list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: client .venv/.installed ## 安装、构建并启动，含演示镇 · install, build and start, with the demo town
	@.venv/bin/bulou run $(ARGS)

test: client .venv/.installed-dev ## 全部测试 · every test
	@$(PYTHON) -m tools.checks test

week: client .venv/.installed-dev ## 整周回放，核对全部数字 · the whole week replayed, every figure checked
	@$(PYTHON) -m tools.checks week

test-all: client .venv/.installed-dev ## 全部测试，两种数据库都跑一遍 · every test, on both databases
	@$(PYTHON) -m tools.checks test-all

lint: .venv/.installed-dev ## 写法、类型、房间之间的门 · style, types, doors between rooms
	@$(PYTHON) -m tools.checks lint

bench: .venv/.installed-dev ## 测速 · measure speed
	@$(PYTHON) -m bench $(ARGS)

client: .venv/.made ## 构建手机端 · build the phone client
	@$(PYTHON) -m tools.client build

clean: ## 删除装过和构建过的东西，数据不动 · remove what was installed and built, never data
	rm -rf .venv .node .browser dist build client/node_modules src/bulou/site/static/phone
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/.made: tools/venv.sh
	@sh tools/venv.sh
	@touch $@

# The client comes first: an install that finds it built does not ask for a Node of its own.
.venv/.installed: pyproject.toml .venv/.made | client
	@echo "安装依赖（首次约一两分钟） · installing (a minute or two the first time)"
	@$(INSTALL) --editable .
	@touch $@

.venv/.installed-dev: pyproject.toml .venv/.made | client
	@echo "安装测试工具 · installing what the tests need"
	@$(INSTALL) --editable '.[dev]'
	@touch $@ .venv/.installed
