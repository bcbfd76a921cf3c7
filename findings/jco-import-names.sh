#!/usr/bin/env bash
# The types that `jco transpile --instantiation` writes ask for imports under names that its code does not read.
#
# Versions: @bytecodealliance/jco 1.35.0 (npm), Node 20. Seen: November 2026.
# Expected: an object that fits `ImportObject` is one that `instantiate` can be called with.
# Seen:     `ImportObject` has the interface with its version, `acme:dice/roll@0.1.0`; the code looks it up without, and
#           `instantiate` throws a `TypeError`. Under the name without a version, which the types refuse, it works.
set -Eeuo pipefail
trap 'exit 2' ERR

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

npm install --silent --no-fund --no-audit @bytecodealliance/jco@1.35.0
cat > component.wat <<'WAT'
(component
  (import "acme:dice/roll@0.1.0" (instance $roll (export "roll" (func (result u32)))))
  (core func $lowered (canon lower (func $roll "roll")))
  (core module $code
    (import "dice" "roll" (func $roll (result i32)))
    (func (export "twice") (result i32) (i32.add (call $roll) (call $roll))))
  (core instance $instance (instantiate $code (with "dice" (instance (export "roll" (func $lowered))))))
  (func $twice (result u32) (canon lift (core func $instance "twice")))
  (export "twice" (func $twice)))
WAT
npx jco parse component.wat -o component.wasm > /dev/null
npx jco transpile component.wasm -o out --instantiation sync > /dev/null
echo '{"type": "module"}' > out/package.json
cat > out/call.js <<'JS'
import { readFileSync } from "node:fs";
import { instantiate } from "./component.js";

const code = (path) => new WebAssembly.Module(readFileSync(new URL(path, import.meta.url)));
for (const name of ["acme:dice/roll@0.1.0", "acme:dice/roll"]) {
  try {
    console.log(instantiate(code, { [name]: { roll: () => 3 } }).twice());
  } catch (error) {
    console.log(error.constructor.name);
  }
}
JS
asked=$(grep --only-matching "'acme:dice/roll[^']*': typeof" out/component.d.ts)
seen=$(node out/call.js | tr '\n' ' ')
if [ "$asked" = "'acme:dice/roll@0.1.0': typeof" ] && [ "$seen" = "TypeError 6 " ]; then
    echo "holds: the types name the version, the code does not"
else
    echo "changed: the types ask for $asked; with and without the version: $seen"
    exit 1
fi
