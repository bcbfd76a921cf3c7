"""The modules that a component is most likely to need, each with something it must get right."""

import datetime
import decimal
import hashlib
import json
import select
import socket
import uuid
import zoneinfo

assert hashlib.sha256(b"abc").hexdigest().startswith("ba7816bf")
for name in ("md5", "sha1", "sha512", "sha3_256", "blake2b"):
    assert hashlib.new(name, b"").digest()
assert json.loads(json.dumps({"a": [1, 2.5, None, "ü"]})) == {"a": [1, 2.5, None, "ü"]}
assert decimal.Decimal("0.1") + decimal.Decimal("0.2") == decimal.Decimal("0.3")
assert type(decimal.Decimal(1)).__module__ == "decimal"
assert decimal.HAVE_CONTEXTVAR
berlin = zoneinfo.ZoneInfo("Europe/Berlin")
summer = datetime.datetime(2024, 7, 1, tzinfo=berlin)
assert summer.utcoffset() == datetime.timedelta(hours=2)
assert zoneinfo.ZoneInfo("America/Argentina/Salta").utcoffset(summer) == datetime.timedelta(hours=-3)
assert len(zoneinfo.available_timezones()) > 500
assert socket.AF_INET
assert select.select([], [], [], 0) == ([], [], [])
assert uuid.uuid4() != uuid.uuid4()
