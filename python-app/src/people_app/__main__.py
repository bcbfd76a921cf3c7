"""What the component does as a command: `wasmtime run people.wasm`."""

import sys

from people_app import filter_by_tag
from person import Person

TAG = "student"


def people() -> list[Person]:
    """Three people with their tags."""
    john, jane, george = Person("John", 21), Person("Jane", 22), Person("George", 75)
    john.tags = ["funny", "student"]
    jane.tags = ["thoughtful", "student"]
    george.tags = ["wise", "retired"]
    return [john, jane, george]


def main() -> None:
    print(f"Hello from Python (libpython {sys.version}) in Wasm(Rust).")
    print(f"args= {tuple(sys.argv)}")
    print()
    print(f"Original people: {people()}")
    print(f"Filtered people by `{TAG}`: {filter_by_tag(people(), TAG)}")


if __name__ == "__main__":
    main()
