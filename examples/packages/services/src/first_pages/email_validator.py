from email_validator import EmailNotValidError, validate_email


def example() -> None:
    assert validate_email("ann@EXAMPLE.org", check_deliverability=False).normalized == "ann@example.org"
    try:
        validate_email("ann@", check_deliverability=False)
    except EmailNotValidError:
        return
    raise AssertionError("half an address was accepted")
