"""`python -m wasi_py_host` is the command `wasi-py-sandbox`."""

import sys

from ._command import main

if __name__ == "__main__":
    sys.exit(main())
