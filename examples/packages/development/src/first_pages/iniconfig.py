from iniconfig import IniConfig


def example() -> None:
    settings = IniConfig("settings.ini", data="[section]\nname = value\n")
    assert settings["section"]["name"] == "value"
    assert settings.lineof("section", "name") == 2
