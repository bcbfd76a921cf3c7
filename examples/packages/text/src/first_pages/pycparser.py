from pycparser import c_generator, c_parser


def example() -> None:
    tree = c_parser.CParser().parse("int twice(int a) { return 2 * a; }")
    assert tree.ext[0].decl.name == "twice"
    assert "return 2 * a;" in c_generator.CGenerator().visit(tree)
