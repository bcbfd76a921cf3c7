import io

import qrcode


def example() -> None:
    code = qrcode.QRCode(border=1)
    code.add_data("Some data")
    out = io.StringIO()
    code.print_ascii(out=out)
    assert len(code.get_matrix()) == 23
    assert len(out.getvalue().splitlines()) >= 11
