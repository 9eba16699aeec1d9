"""What the log says of errors, and what it doesn't."""

import logging
import sys

import pytest
from django.db import OperationalError
from django.urls import resolve

from archive.logs import DiscreetFormatter

CANARY = "Zanzibarcanary"


def formatted(error: Exception, **more: object) -> str:
    try:
        raise error
    except Exception:  # noqa: BLE001
        info = sys.exc_info()
    record = logging.LogRecord("a", logging.ERROR, "", 1, "It failed: %s", ("/q/x",), info)
    vars(record).update(more)
    return DiscreetFormatter("{levelname} {message}", style="{").format(record)


def test_an_error_is_logged_by_kind_and_place_and_not_by_what_it_quotes():
    text = formatted(ValueError(f"cannot read {CANARY}"))
    assert CANARY not in text
    assert "test_logs.py" in text
    assert text.rstrip().endswith("ValueError")


def test_errors_that_led_to_it_are_told_likewise():
    error = RuntimeError(CANARY)
    error.__cause__ = KeyError(CANARY)
    text = formatted(error)
    assert CANARY not in text
    assert text.index("KeyError") < text.index("RuntimeError")


@pytest.mark.parametrize("error", [OSError("disk full"), OperationalError("connection refused")])
def test_errors_of_the_machine_say_all_they_know(error):
    assert str(error) in formatted(error)


def test_the_address_asked_for_is_told_by_its_pattern(rf):
    request = rf.get("/q/x")
    request.resolver_match = resolve("/q/x")
    assert formatted(ValueError(), request=request).startswith(
        "ERROR It failed: /q/<str:written>\n"
    )


@pytest.mark.django_db
def test_a_format_that_is_not_made_is_no_line_of_the_operators(client, caplog):
    assert client.get("/oembed?url=http://testserver/q/478qgxrn&format=x").status_code == 501
    logger = logging.getLogger("django.request")
    line = logging.makeLogRecord({"levelno": logging.ERROR, "status_code": 501})
    failed = logging.makeLogRecord({"levelno": logging.ERROR, "status_code": 500})
    assert (bool(logger.filter(line)), bool(logger.filter(failed))) == (False, True)


@pytest.mark.django_db
def test_an_error_in_a_view_is_logged_without_what_the_reader_sent(client, monkeypatch):
    def fail(*arguments: object) -> None:
        raise ValueError(f"“{CANARY}” cannot be checked")

    monkeypatch.setattr("quotes.views.check.check", fail)
    client.raise_request_exception = False
    handlers = logging.getLogger("django").handlers
    [handler] = [each for each in handlers if isinstance(each.formatter, DiscreetFormatter)]
    said = []
    monkeypatch.setattr(handler, "emit", lambda record: said.append(handler.format(record)))
    form = {"text": f"“{CANARY} said so and so.”", "speaker": ""}
    response = client.post(f"/check/?q={CANARY}", form, HTTP_REFERER=f"/{CANARY}")
    assert response.status_code == 500
    assert CANARY not in "".join(said)
    assert "ValueError" in "".join(said)
