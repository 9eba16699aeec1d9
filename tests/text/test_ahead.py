"""Work done by other processes: in order, faults in their place, and nobody left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quotes.text.ahead import EndedError, made_ahead
from tests.archives import kill


def doubled(number: int) -> tuple[int, int]:
    """Twice the number, and by which process."""
    if number == 5:
        raise ValueError("Five is right out.")
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number, os.getpid()


def nothing() -> None:
    """No preparation."""


@pytest.mark.parametrize("processes", [0, 1, 2])
def test_results_come_in_order_from_so_many_processes(processes: int) -> None:
    made = list(made_ahead(doubled, iter([4, 3, 2, 1]), processes=processes, prepare=nothing))
    assert [number for number, _ in made] == [8, 6, 4, 2]
    others = {process for _, process in made} - {os.getpid()}
    assert len(others) == processes


def test_one_item_alone_needs_no_other_process() -> None:
    assert list(made_ahead(doubled, [4], processes=2, prepare=nothing)) == [(8, os.getpid())]
    assert list(made_ahead(doubled, [], processes=2, prepare=nothing)) == []


@pytest.mark.parametrize("processes", [0, 2])
def test_a_fault_comes_behind_what_was_made_before(processes: int) -> None:
    made = made_ahead(doubled, [1, 2, 5, 3], processes=processes, prepare=nothing)
    assert [next(made)[0], next(made)[0]] == [2, 4]
    with pytest.raises(ValueError, match="Five is right out"):
        next(made)


def test_a_process_that_is_killed_is_told() -> None:
    made = made_ahead(doubled, [1, 7, 2], processes=1, prepare=nothing)
    next(made)
    with pytest.raises(EndedError):
        next(made)


def test_processes_end_with_the_one_that_started_them() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.text.test_ahead"], stdout=subprocess.PIPE, text=True
    )
    workers = [int(process.stdout.readline()) for _ in range(2)]
    kill(process)
    deadline = time.monotonic() + 10
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, workers))


def is_running(process: int) -> bool:
    """Whether there is such a process that has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    for number, maker in made_ahead(doubled, range(8, 20), processes=2, prepare=nothing):
        if number > 16:
            print(maker, flush=True)
        if number > 18:
            time.sleep(60)
