import sys
import time

import pytest

from quotes.ingest.documents import UnreadableError
from quotes.ingest.readers import worker
from quotes.ingest.readers.process import ReaderProcess

WORDS = b"Jane Harrow: The harbour is open."
# Takes some seconds, and is no fault of the parser.
SLOW = b"<html><body>" + b"<p>words <b>more</b></p>" * 100_000


def test_a_file_is_read_as_in_this_process() -> None:
    with ReaderProcess() as reader:
        assert reader.read("a.txt", WORDS).text == WORDS.decode()


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_read() -> None:
    with ReaderProcess(seconds=0.5) as reader:
        began = time.monotonic()
        with pytest.raises(UnreadableError, match="seconds"):
            reader.read("a.html", SLOW)
        assert time.monotonic() - began < 10
        reader.seconds = 20
        assert reader.read("a.txt", WORDS).text == WORDS.decode()


def test_a_process_that_was_ended_is_begun_anew() -> None:
    with ReaderProcess() as reader:
        reader.read("a.txt", WORDS)
        assert reader._process
        reader._process.kill()
        with pytest.raises(UnreadableError, match="ended"):
            reader.read("a.txt", WORDS)
        assert reader.read("a.txt", WORDS).text == WORDS.decode()


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", (None, ("127.0.0.1", 9))), ("socket.getaddrinfo", ("example.org",)),
        ("subprocess.Popen", ("true",)), ("os.system", ("true",)),
        ("open", ("x", "w", 0o1101)),
    ],
)  # fmt: skip
def test_a_reader_may_neither_call_out_nor_write(event: str, arguments: tuple) -> None:
    with pytest.raises(PermissionError):
        worker._refuse(event, arguments)


def test_a_reader_may_open_what_it_needs_to_read() -> None:
    worker._refuse("open", (sys.executable, "r", 0))
