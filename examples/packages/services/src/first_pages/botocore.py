import botocore.session
from botocore.stub import Stubber


def example() -> None:
    session = botocore.session.get_session()
    client = session.create_client(
        "sqs", region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    with Stubber(client) as stubber:
        stubber.add_response("list_queues", {"QueueUrls": ["https://example.org/queue"]})
        assert client.list_queues()["QueueUrls"] == ["https://example.org/queue"]
