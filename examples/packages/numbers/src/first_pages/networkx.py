import networkx as nx


def example() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([("A", "B", 4), ("B", "D", 2), ("A", "C", 3), ("C", "D", 4)])
    assert nx.shortest_path(graph, "A", "D", weight="weight") == ["A", "B", "D"]
    assert nx.is_connected(graph)
    assert sorted(nx.minimum_spanning_tree(graph).edges) == [("A", "B"), ("A", "C"), ("B", "D")]
