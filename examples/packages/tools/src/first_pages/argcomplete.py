import argparse
import io
import os

import argcomplete


def example() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", choices=["Ann", "Bob"])
    finder = argcomplete.CompletionFinder(parser)
    words, first = finder._get_completions(["program", "--name"], "A", "", None), io.StringIO()
    assert [word.strip() for word in words] == ["Ann"]
    assert (first.getvalue(), "_ARGCOMPLETE" in os.environ) == ("", False)
