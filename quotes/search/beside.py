"""Work of the engine in a second thread: it holds no Python lock while it counts."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")


def beside(task: Callable[[], T]) -> Callable[[], T]:
    """Begin a task in another thread; what is given back waits for its result, or raises.

    A task that no thread has begun by then is done at once by who asks. It may not use the
    database: a connection belongs to one thread.
    """
    begun = _threads(os.getpid()).submit(task)
    return lambda: task() if begun.cancel() else begun.result()


@lru_cache
def _threads(_process: int) -> ThreadPoolExecutor:
    # Each process has its own, for threads do not outlive a fork.
    return ThreadPoolExecutor(max((os.cpu_count() or 1) - 1, 1), thread_name_prefix="beside")
