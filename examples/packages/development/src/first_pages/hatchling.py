from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager


def example() -> None:
    settings = {"project": {"name": "Some_Project", "version": "1.2"}}
    metadata = ProjectMetadata("/tmp", PluginManager(), settings)
    assert (metadata.core.name, metadata.version) == ("some-project", "1.2")
