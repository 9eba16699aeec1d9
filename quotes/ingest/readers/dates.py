"""Dates as files have them, as EDTF. Pure."""

import re
from datetime import date, datetime

DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")
YEAR = re.compile(r"\d{4}")


def day_of(value: object) -> str:
    """The day, month or year at the beginning of ``value``; empty where there is none."""
    if isinstance(value, date | datetime):
        return value.strftime("%Y-%m-%d")
    text = str(value).strip()
    if YEAR.fullmatch(text):
        return text
    match = DAY.match(text)
    if not match:
        return ""
    try:
        date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return ""
    return match.group()
