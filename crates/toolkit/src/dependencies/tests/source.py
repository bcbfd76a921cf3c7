"""Writes a source distribution in C or Rust whose build backend is its own. Argument: a JSON object.

One whose language is `nothing` ships its module, whose bytes are in hexadecimal digits.
"""

import io
import json
import sys
import tarfile
from pathlib import Path

BACKEND = """
import os
import subprocess
import sysconfig
import zipfile

NAME, VERSION = {name!r}, {version!r}


def build_wheel(folder, settings):
    {before}
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    {compile}
    wheel = NAME + "-" + VERSION + "-cp313-cp313-wasi_wasm32.whl"
    info = NAME + "-" + VERSION + ".dist-info/"
    module = {module!r} + suffix
    with zipfile.ZipFile(folder + "/" + wheel, "w") as out:
        out.write("module.so", module)
        out.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: " + NAME + "\\nVersion: " + VERSION + "\\n")
        out.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: cp313-cp313-wasi_wasm32\\n")
        files = [module, info + "METADATA", info + "WHEEL", info + "RECORD"]
        out.writestr(info + "RECORD", "".join(file + ",,\\n" for file in files))
    return wheel
"""
COMPILE = {
    "c": """cc = os.environ["CC"]
    subprocess.run([cc, *{options!r}, "-c", "module.c", "-o", "module.o"], check=True)
    subprocess.run([cc, "-shared", "module.o", "-o", "module.so"], check=True)""",
    "rust": """subprocess.run(["cargo", "build", "--quiet", "--release"], check=True)
    os.rename("target/wasm32-wasip2/release/module.wasm", "module.so")""",
    "nothing": """with open("module.so", "wb") as out:
        out.write(bytes.fromhex({text!r}))""",
}
CARGO = """[package]
name = "module"
version = "3.0.0"

[lib]
path = "module.rs"
crate-type = ["cdylib"]
"""
CARGO_LOCK = """version = 4

[[package]]
name = "module"
version = "3.0.0"
"""
MANIFEST = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


def main(argument: str) -> None:
    source = json.loads(argument)
    language = source["language"]
    stem = f"{source['name']}-{source['version']}"
    files = {
        "pyproject.toml": MANIFEST,
        "backend.py": BACKEND.format_map(source | {"compile": COMPILE[language].format_map(source)}),
        "PKG-INFO": f"Metadata-Version: 2.1\nName: {source['name']}\nVersion: {source['version']}\n",
    }
    if language == "c":
        files["module.c"] = source["text"]
    elif language == "rust":
        files |= {"Cargo.toml": CARGO, "Cargo.lock": CARGO_LOCK, "module.rs": source["text"]}
    with tarfile.open(Path(source["folder"], f"{stem}.tar.gz"), "w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(f"{stem}/{name}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))


if __name__ == "__main__":
    main(sys.argv[1])
