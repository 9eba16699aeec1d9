"""How often Python's collector of garbage looks for circles, in processes that answer requests."""

import gc

# A page makes thousands of objects that wait until it is done: with Python's own threshold the
# collector would look through them ten times, and through all that was imported every few pages,
# a fifth of the time of a page of results.
NEW_OBJECTS = 20_000


def spare_what_stays() -> None:
    """Keep the collector away from all objects there are, and call it once in a few pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)
