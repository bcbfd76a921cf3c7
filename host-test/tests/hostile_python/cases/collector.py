# %% switched off, and circles
import gc

gc.disable()
for _ in range(100_000):
    circle = []
    circle.append(circle)
print(gc.isenabled())

# %% switched off, and circles without end | memory 64 MiB
import gc

gc.disable()
while True:
    circle = [b"x" * 1000]
    circle.append(circle)

# %% run at every allocation
import gc

gc.set_threshold(1, 1, 1)
circles = [[] for _ in range(10_000)]
for circle in circles:
    circle.append(circles)
del circles, circle
print(gc.collect() > 0)

# %% run in a finalizer
import gc


class Collecting:
    def __del__(self):
        gc.collect()


for _ in range(100):
    circle = [Collecting()]
    circle.append(circle)
del circle
print(gc.collect() > 0)

# %% callback that raises
import gc

gc.callbacks.append(lambda phase, info: 1 / 0)
gc.collect()
print("went on")

# %% callback that collects
import gc

gc.callbacks.append(lambda phase, info: gc.collect())
gc.collect()
print("went on")

# %% circle that comes back
import gc


class Back:
    def __del__(self):
        kept.back = self


back = Back()
back.itself = back
del back
gc.collect()
print(kept.back.itself is kept.back)

# %% everything looked at
import gc

print(sum(1 for thing in gc.get_objects() if type(thing)) > 1000)
for thing in gc.get_objects()[:2000]:
    gc.get_referents(thing)
print(len(gc.get_referrers(people[0])) > 0)

# %% everything frozen and thawed
import gc

gc.freeze()
gc.unfreeze()
gc.collect()
result = people

# %% everything frozen that there is thawed
import gc

gc.unfreeze()
print(gc.collect() >= 0)
result = people

# %% garbage kept
import gc

gc.set_debug(gc.DEBUG_SAVEALL)
circle = []
circle.append(circle)
del circle
gc.collect()
print(len(gc.garbage) > 0)

# %% debugging output
import gc

gc.set_debug(gc.DEBUG_STATS)
gc.collect(0)
gc.set_debug(0)

# %% weak reference whose callback raises
import weakref


class Thing:
    pass


thing = Thing()
reference = weakref.ref(thing, lambda _: 1 / 0)
del thing
print(reference())

# %% dictionary of weak references that changes while it is walked
import weakref


class Thing:
    pass


things = [Thing() for _ in range(100)]
references = weakref.WeakKeyDictionary((thing, None) for thing in things)
for _ in references:
    things.clear()
print(len(references))

# %% person that is part of a circle
import gc

people[0].tags.append(people[0])
del people
print(gc.collect() > 0)

# %% person whose tag looks at the person while it goes
import gc

import person


class Tag(str):
    __slots__ = ()

    def __del__(self):
        kept.seen = person.filter_by_tag([kept.person], "x")


kept.person = people[0]
kept.person.tags.append(Tag("x"))
kept.seen = None
kept.person.tags = []
print(kept.seen)

# %% person whose tag copies the person while it goes
import copy


class Tag(str):
    __slots__ = ()

    def __del__(self):
        kept.seen = copy.copy(kept.person)


kept.seen = None
kept.person = people[0]
kept.person.tags.append(Tag("x"))
kept.person.tags = ["new"]
print(kept.seen)


# %% person whose tag changes the person while it goes
class Tag(str):
    __slots__ = ()

    def __del__(self):
        kept.person.name = "changed"
        kept.person.tags = ["again"]


kept.person = people[0]
kept.person.tags.append(Tag("x"))
kept.person.tags = ["new"]
print(kept.person)

# %% person in a circle whose tag looks at the person while it goes
import gc

from person import Person, filter_by_tag


class Tag(str):
    __slots__ = ()

    def __del__(self):
        kept.seen = [filter_by_tag([person], "x") for person in gc.get_objects() if type(person) is Person]


one = Person("Jo", 1)
one.tags = [Tag("x"), one]
del one
print(gc.collect() > 0)
