from unidiff import PatchSet

PATCH = """--- a/file
+++ b/file
@@ -1,2 +1,2 @@
 one
-two
+three
"""


def example() -> None:
    patch = PatchSet(PATCH)
    assert (patch[0].path, patch.added, patch.removed) == ("file", 1, 1)
