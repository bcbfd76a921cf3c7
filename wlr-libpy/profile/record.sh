#!/bin/sh
# Records python.profdata.xz anew, after a change of train.py or for another release of CPython:
#
#   record.sh Python-3.13.15.tar.xz
#
# Takes clang-19, llvm-19 and libclang-rt-19-dev. The interpreter is built without computed gotos, as WebAssembly has
# none, so that the branches of its loop are those of the guest; and with its extension modules inside, for the same reason.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar --extract --file "$1" --directory "$work" --strip-components 1

# Which functions are called through a pointer is recorded too: the calls that usually have one target become direct.
count="-fprofile-instr-generate -mllvm -enable-value-profiling"
cd "$work"
LLVM_PROFILE_FILE=/dev/null MODULE_BUILDTYPE=static CC=clang-19 AR=llvm-ar-19 ./configure --quiet \
    --without-computed-gotos --disable-test-modules --without-ensurepip --without-readline \
    CFLAGS="-O1 -g0 $count" LDFLAGS="-fprofile-instr-generate" PKG_CONFIG=false
LLVM_PROFILE_FILE=/dev/null make --silent --jobs="$(nproc)" python
# The second run counts: the first compiles what is imported, which a component finds compiled.
for run in first second; do
    PYTHONHASHSEED=0 PYTHONPYCACHEPREFIX="$work/pyc" LLVM_PROFILE_FILE="$run.profraw" ./python -S "$here/train.py"
done
llvm-profdata-19 merge --output python.profdata second.profraw
xz -9e --stdout python.profdata > "$here/python.profdata.xz"
sha256sum "$here/python.profdata.xz"
