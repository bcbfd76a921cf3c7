from io import BytesIO

import botocore.session
from botocore.stub import Stubber
from s3transfer.futures import NonThreadedExecutor
from s3transfer.manager import TransferManager


def example() -> None:
    session = botocore.session.get_session()
    client = session.create_client("s3", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    with Stubber(client) as stubber:
        stubber.add_response("put_object", {})
        with TransferManager(client, executor_cls=NonThreadedExecutor) as manager:
            manager.upload(BytesIO(b"content"), "bucket", "key").result()
        stubber.assert_no_pending_responses()
