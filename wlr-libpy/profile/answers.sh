#!/bin/sh
# Prints what CPython's configure script has found out, as src/make/configure.site has it, so that it need not be asked
# again: about a minute of a new machine's first build. Making libpython leaves `config.log` beside its other logs.
#
# answers.sh CONFIG_LOG RELEASE LIBC COMPILER > ../src/make/configure.site
#
# as in: answers.sh config.log 3.13.15 'Debian wasi-libc 0.0~git20260423.161b319-2' 19.1.7
set -eu
echo "# CPython $2; wasm32-wasip2; $3; clang $4"
# Without what is about this machine, its programs and the folders of this build.
sed -n '/^## Cache variables/,/^## Output variables/p' "$1" | grep '^[a-z][A-Za-z0-9_]*_cv_' |
  grep -v -E '^(ac_cv_(env|path|prog|host|build|target)|pkg_cv|py_cv_module)_?'
