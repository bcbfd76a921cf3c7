import inflection


def example() -> None:
    assert inflection.camelize("device_type") == "DeviceType"
    assert inflection.pluralize("octopus") == "octopi"
    assert inflection.parameterize("Donald E. Knuth") == "donald-e-knuth"
