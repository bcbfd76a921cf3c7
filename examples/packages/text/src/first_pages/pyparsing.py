from pyparsing import Suppress, Word, alphas, nums


def example() -> None:
    greeting = Word(alphas)("word") + Suppress(",") + Word(alphas)("name") + Suppress("!")
    found = greeting.parse_string("Hello, Ann!")
    assert (found.word, found.name) == ("Hello", "Ann")
    assert Word(nums).search_string("a 1 b 22").as_list() == [["1"], ["22"]]
