from editables import EditableProject


def example() -> None:
    project = EditableProject("some_project", "/tmp/some_project")
    project.add_to_path("src")
    assert list(project.files()) == [("_editable_impl_some_project.pth", "/tmp/some_project/src")]
    assert list(project.dependencies()) == []
