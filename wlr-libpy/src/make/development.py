"""Writes `pyconfig.h` from its template and what `_sysconfigdata` has kept of it.

development.py SYSCONFIGDATA TEMPLATE TO
"""

import sys

sysconfigdata, template, target = sys.argv[1:]
ALWAYS_DEFINED = "HAVE_DECL_"
"""Their value tells whether something is declared, so they are defined in any case."""

namespace: dict[str, dict[str, object]] = {}
with open(sysconfigdata, encoding="utf-8") as generated:
    exec(generated.read(), namespace)
# `_sysconfigdata` has no names that begin with an underscore. This one shows all of the C library.
values: dict[str, object] = {**namespace["build_time_vars"], "_GNU_SOURCE": 1}


def configured(line: str) -> str:
    words = line.replace("# undef", "#undef").split()
    if len(words) != 2 or words[0] != "#undef":
        return line
    name = words[1]
    value = values.get(name, 0)
    if value == 0 and not name.startswith(ALWAYS_DEFINED):
        return f"/* #undef {name} */\n"
    return f"#define {name} {value}\n"


with open(template, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
    out.writelines(map(configured, lines))
