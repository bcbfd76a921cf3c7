#!/usr/bin/env bash
# `jco transpile` refuses a component that exports a function whose name has capitals.
#
# Versions: @bytecodealliance/jco 1.35.0 (npm), Node 20. Seen: November 2026.
# Expected: a word of a WIT name may be of capitals alone, as an acronym is, `parse-URL`; other tools take it.
# Seen:     `failed to find component export [parse-url] (original 'parse-URL')`.
set -Eeuo pipefail
trap 'exit 2' ERR

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

npm install --silent --no-fund --no-audit @bytecodealliance/jco@1.35.0
cat > component.wat <<'WAT'
(component
  (core module $code (func (export "seven") (result i32) i32.const 7))
  (core instance $instance (instantiate $code))
  (func $seven (result u32) (canon lift (core func $instance "seven")))
  (export "parse-URL" (func $seven)))
WAT
npx jco parse component.wat -o component.wasm > /dev/null
npx jco wit component.wasm | grep --quiet --fixed-strings 'export parse-URL: func() -> u32;'

if npx jco transpile component.wasm -o out > said 2>&1; then
    echo "changed: it is transpiled"
    exit 1
elif grep --fixed-strings "failed to find component export [parse-url] (original 'parse-URL')" said; then
    echo "holds: it is refused"
else
    cat said
    echo "changed: it is refused in other words"
    exit 1
fi
