#!/usr/bin/env bash
# Installs what tests, fuzzing and benchmarks run beside Python (LibreOffice, Chromium, a Chinese font) where it
# is missing, and the packages given as arguments. Where it cannot, one line says what to install.
set -euo pipefail

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

# Debian package → the program (or file) that tells it is there already
missing=()
need() { command -v "$2" >/dev/null || missing+=("$1"); }
need libreoffice-writer soffice
need chromium chromium
[ -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] || missing+=(fonts-noto-cjk)
[ -e /usr/lib/libreoffice/program/libsclo.so ] || missing+=(libreoffice-calc)
for package in "$@"; do
  dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

echo "needed: ${missing[*]}; installing"
export DEBIAN_FRONTEND=noninteractive
if ! { as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; }; then
  echo "could not install: ${missing[*]}; install them with the system's package manager" >&2
  exit 1
fi
