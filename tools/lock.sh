#!/usr/bin/env bash
# Resolve the dependencies of pyproject.toml anew into hashed lock files without any registry's address.
set -euo pipefail
cd "$(dirname "$0")/.."

lock() {
  local target=$1
  shift
  echo "locking $target"
  uv pip compile "$@" --generate-hashes --no-header --no-annotate --universal --python-version 3.11 \
    --output-file "requirements/$target" --quiet
}

lock runtime.txt pyproject.toml
lock cluster.txt pyproject.toml --extra cluster --constraint requirements/runtime.txt
lock dev.txt pyproject.toml --extra dev --extra cluster --constraint requirements/runtime.txt
lock build.txt requirements/build.in --constraint requirements/dev.txt
