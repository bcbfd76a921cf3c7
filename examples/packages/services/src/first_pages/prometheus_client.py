from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest


def example() -> None:
    registry = CollectorRegistry()
    Counter("requests", "How many", ["path"], registry=registry).labels("/").inc(2)
    Histogram("seconds", "How long", registry=registry).observe(0.3)
    text = generate_latest(registry).decode()
    assert 'requests_total{path="/"} 2.0' in text
    assert "seconds_count 1.0" in text
