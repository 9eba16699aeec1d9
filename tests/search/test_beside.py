"""Work beside: a second thread of each process, or whoever asks."""

import os
import threading

import pytest

from quotes.search.beside import beside


def test_a_task_is_done_by_another_thread():
    begun = threading.Event()
    ask = beside(lambda: begun.set() or threading.current_thread())
    assert begun.wait(10)
    assert ask() is not threading.current_thread()


def test_a_task_that_no_thread_had_time_for_is_done_by_who_asks():
    end = threading.Event()
    others = [beside(end.wait) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        assert beside(threading.current_thread)() is threading.current_thread()
    finally:
        end.set()
    assert all(other() for other in others)


def test_what_a_task_raises_reaches_who_asks():
    def fail() -> None:
        raise OSError("no such segment")

    with pytest.raises(OSError, match="no such segment"):
        beside(fail)()


def test_a_forked_process_has_threads_of_its_own():
    assert beside(os.getpid)() == os.getpid()
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        begun = threading.Event()
        beside(begun.set)
        os.write(writing, b"1" if begun.wait(10) else b"0")
        os._exit(0)
    assert os.read(reading, 1) == b"1"
    os.waitpid(child, 0)
