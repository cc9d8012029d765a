#!/bin/sh
# make-venv.sh PYTHON FOLDER: a virtual environment, or what to install to get one.
set -eu
python=$1
folder=$2

if ! command -v "$python" >/dev/null; then
    echo "There is no $python here. Install Python 3.11 or newer, or name one: make PYTHON=... run" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "$("$python" --version) is too old: Alcuin needs Python 3.11 or newer." >&2
    echo "Name another: make PYTHON=python3.13 run" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "$python comes without venv. On Debian and Ubuntu: apt-get install python$version-venv" >&2
    exit 1
fi
# A folder that an interrupted run left half made is no environment.
rm -rf "$folder"
"$python" -m venv "$folder"
