"""Dates in the editors' forms and lists."""

from datetime import UTC, date, datetime

from django.forms import DateField, SplitDateTimeField
from django.utils import formats


def test_forms_write_and_read_iso_dates_as_the_fields_beside_them():
    field = DateField()
    assert field.widget.format_value(date(2026, 11, 28)) == "2026-11-28"
    assert field.clean("2026-11-28") == date(2026, 11, 28)
    assert formats.get_format("DATE_INPUT_FORMATS")[0] == "%Y-%m-%d"
    moment = SplitDateTimeField().widget.decompress(datetime(2026, 11, 28, 9, 5, tzinfo=UTC))
    assert str(moment[0]) == "2026-11-28"


def test_lists_show_iso_dates():
    assert formats.localize(date(2026, 11, 28)) == "2026-11-28"
    assert formats.localize(datetime(2026, 11, 28, 9, 5, tzinfo=UTC)) == "2026-11-28 09:05"
