"""Writes a wheel, the same bytes every time, for tests.

Argument: a JSON object with its folder, name, version, tag, files (name to text) and requirements.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path
from zipfile import ZipFile, ZipInfo

wheel = json.loads(sys.argv[1])
stem = f"{wheel['name']}-{wheel['version']}"
files = dict(wheel["files"])
requires = "".join(f"Requires-Dist: {requirement}\n" for requirement in wheel["requires"])
extras = "Provides-Extra: more\n"
info = f"{stem}.dist-info"
about = f"Metadata-Version: 2.1\nName: {wheel['name']}\nVersion: {wheel['version']}\n"
files[f"{info}/METADATA"] = f"{about}{extras}{requires}"
files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {wheel['tag']}\n"
files[f"{info}/entry_points.txt"] = "[console_scripts]\nrun = one:run\n"
record = ""
for name, text in files.items():
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    record += f"{name},sha256={digest},{len(text.encode())}\n"
files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n"
with ZipFile(Path(wheel["folder"]) / f"{stem}-{wheel['tag']}.whl", "w") as archive:
    for name, text in files.items():
        # Without a date.
        archive.writestr(ZipInfo(name), text)
