import boto3


def example() -> None:
    session = boto3.Session("key", "secret", region_name="eu-central-1")
    address = session.client("s3").generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": "k"})
    assert address.startswith("https://bucket.s3.amazonaws.com/k?")
    assert "X-Amz-Signature=" in address
    assert session.resource("s3").Bucket("bucket").name == "bucket"
