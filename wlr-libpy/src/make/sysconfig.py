"""Copies a generated `_sysconfigdata` module without the folders of the machine that generated it.

sysconfig.py FROM TO FOLDER=REPLACEMENT...
"""

import sys

source, target, *pairs = sys.argv[1:]
replacements = [pair.rsplit("=", 1) for pair in pairs]


def neutral(value):
    if isinstance(value, str):
        for folder, replacement in replacements:
            value = value.replace(folder, replacement)
    return value


namespace = {}
with open(source, encoding="utf-8") as generated:
    exec(generated.read(), namespace)
with open(target, "w", encoding="utf-8") as out:
    print("# system configuration generated and used by the sysconfig module\nbuild_time_vars = {", file=out)
    for name, value in sorted(namespace["build_time_vars"].items()):
        print(f"    {name!r}: {neutral(value)!r},", file=out)
    print("}", file=out)
