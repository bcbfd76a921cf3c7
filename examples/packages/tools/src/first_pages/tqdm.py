import io

from tqdm import tqdm


def example() -> None:
    out = io.StringIO()
    assert sum(tqdm(range(10), file=out, ascii=True, mininterval=0)) == 45
    assert "100%|##########| 10/10" in out.getvalue()
