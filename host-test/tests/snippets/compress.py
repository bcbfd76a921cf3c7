"""Compression, both ways, in every module that does it."""

import bz2
import lzma
import zipfile
import zlib
from io import BytesIO

text = b"all work and no play makes jack a dull boy " * 1000
for module in (zlib, bz2, lzma):
    packed = module.compress(text)
    assert len(packed) < len(text) / 20, module
    assert module.decompress(packed) == text, module

for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", method) as writer:
        writer.writestr("text", text)
    assert zipfile.ZipFile(archive).read("text") == text
