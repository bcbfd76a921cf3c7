#!/usr/bin/env bash
# `wkg publish` refuses a component although `--package` names it, and advises to give `--package`.
#
# Versions: wkg 0.16.1 (crates.io); @bytecodealliance/jco 1.35.0 (npm), which only makes the component. Seen: November
#           2026.
# Expected: its help has name and version inferred from the file unless `--package` is given. So with that option a
#           component is published under the name.
# Seen:     `component package version not found in the Wasm binary`, and the advice to specify them by `--package`. A
#           package of WIT is published; a component can be pushed by `wkg oci push`.
set -Eeuo pipefail
trap 'exit 2' ERR

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

cargo install --quiet --locked wkg --version 0.16.1 --root "$folder"
npm install --silent --no-fund --no-audit @bytecodealliance/jco@1.35.0
cat > component.wat <<'WAT'
(component
  (core module $code (func (export "seven") (result i32) i32.const 7))
  (core instance $instance (instantiate $code))
  (func $seven (result u32) (canon lift (core func $instance "seven")))
  (export "seven" (func $seven)))
WAT
npx jco parse component.wat -o component.wasm > /dev/null
# Nobody listens there: a tool that went on would say that the connection is refused.
cat > config.toml <<'TOML'
[namespace_registries]
acme = "127.0.0.1:1"

[registry."127.0.0.1:1".oci]
protocol = "http"
TOML
export WKG_CONFIG_FILE=$folder/config.toml WKG_CACHE_DIR=$folder/cache RUST_BACKTRACE=0

if bin/wkg publish component.wasm --package acme:seven@0.1.0 > said 2>&1; then
    echo "changed: it is published"
    exit 1
elif grep --quiet --fixed-strings 'component package version not found in the Wasm binary' said &&
    grep --quiet --fixed-strings 'specify the package and version explicitly with the --package flag' said; then
    echo "holds: it is refused for a version that was given"
else
    cat said
    echo "changed: it is refused in other words"
    exit 1
fi
