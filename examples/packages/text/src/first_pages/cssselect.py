from cssselect import GenericTranslator


def example() -> None:
    assert GenericTranslator().css_to_xpath("ul > li:first-child") == (
        "descendant-or-self::ul/li[count(preceding-sibling::*) = 0]"
    )
