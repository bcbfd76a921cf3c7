import phonenumbers
from phonenumbers import geocoder


def example() -> None:
    number = phonenumbers.parse("020 8366 1177", "GB")
    assert phonenumbers.is_valid_number(number)
    assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == "+442083661177"
    assert geocoder.description_for_number(number, "en") == "London"
