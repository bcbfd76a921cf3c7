from defusedxml import EntitiesForbidden
from defusedxml.ElementTree import fromstring

BOMB = '<!DOCTYPE a [<!ENTITY b "text">]><a>&b;</a>'


def example() -> None:
    assert fromstring("<a><b>text</b></a>").find("b").text == "text"
    try:
        fromstring(BOMB)
    except EntitiesForbidden:
        return
    raise AssertionError("entities were accepted")
