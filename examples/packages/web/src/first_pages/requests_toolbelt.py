from requests_toolbelt import MultipartEncoder


def example() -> None:
    encoder = MultipartEncoder({"name": "Ann", "file": ("a.txt", b"content", "text/plain")}, boundary="x")
    assert encoder.content_type == "multipart/form-data; boundary=x"
    body = encoder.read()
    assert body.startswith(b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nAnn')
    assert b'filename="a.txt"' in body
