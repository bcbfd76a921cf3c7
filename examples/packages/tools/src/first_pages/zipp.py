import io
import zipfile

from zipp import Path


def example() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("folder/a.txt", "text")
    assert (Path(zipfile.ZipFile(file)) / "folder" / "a.txt").read_text(encoding="utf-8") == "text"
