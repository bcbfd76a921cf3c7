from slack_sdk import WebClient
from slack_sdk.models.blocks import SectionBlock
from slack_sdk.signature import SignatureVerifier


def example() -> None:
    assert WebClient(token="xoxb-1").token == "xoxb-1"
    assert SectionBlock(text="Hello").to_dict()["text"] == {"type": "mrkdwn", "text": "Hello"}
    signature = SignatureVerifier("secret").generate_signature(timestamp="1", body="body")
    assert SignatureVerifier("secret").generate_signature(timestamp="1", body=b"body") == signature
