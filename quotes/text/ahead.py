"""Work on one item after another, by other processes while the caller is at the ones before.

Plain processes with a pipe each, and not a pool: when the caller is killed, the pipes break and the
processes end, where those of a pool would wait for ever.
"""

import gc
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")
Item = TypeVar("Item")


class EndedError(Exception):
    """A process that worked for this one was ended by somebody else."""


def made_ahead(
    make: Callable[[Item], T],
    items: Iterable[Item],
    *,
    processes: int,
    prepare: Callable[[], Any],
) -> Generator[T, None, None]:
    """``make(item)`` of each item in order; each process is at one item, so that memory is bounded.

    ``make`` is a function of a module, which a process imports after it has called ``prepare``.
    The first item is worked on here, with no processes all of them; where there is no other, none
    is started. Raises EndedError, and what ``make`` raises. To be closed when not read to its end.
    """
    items = iter(items)
    first, others = list(islice(items, 1)), list(islice(items, processes))
    workers = [_start(prepare) for _ in others]
    busy = deque(zip((pipe for pipe, _ in workers), others, strict=True))
    try:
        # Meanwhile the processes start.
        yield from map(make, first if workers else chain(first, items))
        for pipe, item in busy:
            pipe.send((make, item))
        while busy:
            pipe, _ = busy.popleft()
            made, error = pipe.recv()
            if error:
                raise error
            for item in islice(items, 1):
                pipe.send((make, item))
                busy.append((pipe, item))
            yield made
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        raise EndedError from error
    finally:
        for pipe, process in workers:
            process.kill()
            process.join()
            pipe.close()


def _start(prepare: Callable[[], Any]) -> tuple[Connection, Any]:
    # Not by a fork, which would share the caller's connections.
    context = get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_work, args=(its, prepare), daemon=True)
    process.start()
    its.close()
    return ours, process


def _work(pipe: Connection, prepare: Callable[[], Any]) -> None:
    """Work on what comes until the pipe is closed."""
    # Who interrupts the caller leaves it to the caller to end this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare()
    # What is made comes and goes, hardly any of it in circles.
    gc.freeze()
    gc.set_threshold(100_000)
    try:
        while True:
            make, item = pipe.recv()
            answer: tuple[Any, Exception | None]
            try:
                answer = make(item), None
            except Exception as error:  # noqa: BLE001 - raised where it is asked for
                answer = None, error
            pipe.send(answer)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
