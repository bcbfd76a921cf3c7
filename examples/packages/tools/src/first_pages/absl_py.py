from absl import flags, logging


def example() -> None:
    values = flags.FlagValues()
    flags.DEFINE_integer("age", None, "How old.", flag_values=values)
    values(["program", "--age=3"])
    assert values.age == 3
    assert logging.level_debug() is False
