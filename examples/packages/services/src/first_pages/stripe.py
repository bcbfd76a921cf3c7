import stripe


def example() -> None:
    client = stripe.StripeClient("sk_test_1")
    assert client.customers is not None
    header = "t=1," + "v1=" + stripe.WebhookSignature._compute_signature("1.{}", "secret")
    assert stripe.WebhookSignature.verify_header("{}", header, "secret", tolerance=None)
