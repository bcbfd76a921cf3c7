from opentelemetry import baggage, trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

PARENT = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}


def example() -> None:
    context = TraceContextTextMapPropagator().extract(PARENT)
    assert trace.get_current_span(context).get_span_context().span_id == 0xB7AD6B7169203331
    assert baggage.get_baggage("user", baggage.set_baggage("user", "Ann")) == "Ann"
