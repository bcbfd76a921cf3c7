#!/usr/bin/env bash
# The monotonic clock of `@bytecodealliance/preview2-shim` on Node does not begin with the instance.
#
# Versions: @bytecodealliance/preview2-shim 0.26.1 (npm), Node 20. Seen: November 2026.
# Expected: WASI leaves open where the clock begins, and wasmtime begins at the start of the instance. C libraries
#           count the processor time of a program, `clock()`, from there.
# Seen:     the clock of the shim is older than the process that asks it.
set -Eeuo pipefail
trap 'exit 2' ERR

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

npm install --silent --no-fund --no-audit @bytecodealliance/preview2-shim@0.26.1
cat > clock.mjs <<'JAVASCRIPT'
import { clocks } from "@bytecodealliance/preview2-shim";

const seconds = Number(clocks.monotonicClock.now()) / 1e9;
console.log(seconds > process.uptime() + 1 ? "older than the process" : "as old as the process");
JAVASCRIPT
seen=$(node clock.mjs)

if [ "$seen" = "older than the process" ]; then
    echo "holds: the clock is $seen"
else
    echo "changed: the clock is $seen"
    exit 1
fi
