from python_multipart.multipart import MultipartParser

BODY = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--x--\r\n'


def example() -> None:
    found: list[bytes] = []
    parser = MultipartParser(b"x", {"on_part_data": lambda data, start, end: found.append(data[start:end])})
    parser.write(BODY)
    parser.finalize()
    assert b"".join(found) == b"value"
