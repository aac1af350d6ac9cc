#!/bin/sh
# Makes .venv with the first suitable Python, or says in plain words what is missing and how to get it.
# Shell, because this is what runs when there is no usable Python yet.
set -u
cd "$(dirname "$0")/.." || exit 1

if [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1; then exit 0; fi

too_old="" no_venv=""
for candidate in ${BULOU_PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    if ! "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        too_old=${too_old:-$version}
    elif ! "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        no_venv=${no_venv:-$version}
    else
        echo "建立 Python 环境 · making a Python environment in .venv ($candidate, $version)"
        rm -rf .venv
        "$candidate" -m venv .venv && exit 0
        echo "没能建立 .venv，原因见上。 Could not make .venv; the reason stands above." >&2
        exit 1
    fi
done

if [ -n "$no_venv" ]; then
    cat >&2 <<MESSAGE
缺少 Python 的 venv 组件（已找到 Python $no_venv）。
  Debian / Ubuntu 请执行： apt-get install python$no_venv-venv
Python's venv part is missing (found Python $no_venv without it).
  On Debian or Ubuntu run: apt-get install python$no_venv-venv
MESSAGE
elif [ -n "$too_old" ]; then
    cat >&2 <<MESSAGE
Python 太旧：这里是 $too_old，需要 3.11 或更新。
  Debian 12 / Ubuntu 24.04 及以后请执行： apt-get install python3 python3-venv
  若另装了新版，请指明： make run BULOU_PYTHON=/path/to/python3.12
Python is too old: this is $too_old, and 3.11 or newer is needed.
  On Debian 12, Ubuntu 24.04 or later run: apt-get install python3 python3-venv
  If a newer one is installed elsewhere: make run BULOU_PYTHON=/path/to/python3.12
MESSAGE
else
    cat >&2 <<MESSAGE
没有找到 Python。需要 3.11 或更新，并带 venv。
  Debian / Ubuntu 请执行： apt-get install python3 python3-venv
No Python was found. 3.11 or newer is needed, with venv.
  On Debian or Ubuntu run: apt-get install python3 python3-venv
MESSAGE
fi
exit 1
