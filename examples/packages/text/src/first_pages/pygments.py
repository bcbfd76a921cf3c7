from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer, get_lexer_by_name, guess_lexer_for_filename


def example() -> None:
    page = highlight('print("Hello")', PythonLexer(), HtmlFormatter())
    assert '<span class="nb">print</span>' in page
    assert get_lexer_by_name("rust").name == "Rust"
    assert guess_lexer_for_filename("a.wat", "(module)").name == "WebAssembly"
