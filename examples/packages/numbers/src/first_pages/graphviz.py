import graphviz


def example() -> None:
    graph = graphviz.Digraph(comment="The table")
    graph.node("A", "King Arthur")
    graph.edge("A", "B")
    assert graph.source == '// The table\ndigraph {\n\tA [label="King Arthur"]\n\tA -> B\n}\n'
