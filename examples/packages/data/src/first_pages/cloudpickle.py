import pickle

import cloudpickle


def example() -> None:
    squared = cloudpickle.dumps(lambda number: number * number)
    assert pickle.loads(squared)(3) == 9
