import dns.message
import dns.name
import dns.zone


def example() -> None:
    query = dns.message.make_query("example.org", "MX")
    assert dns.message.from_wire(query.to_wire()) == query
    zone = dns.zone.from_text("@ 300 IN SOA ns. me. 1 2 3 4 5\n@ NS ns\nns A 127.0.0.1\n", origin="example.org")
    assert str(zone.get_rdataset("ns", "A")[0]) == "127.0.0.1"
