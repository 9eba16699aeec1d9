"""The content security policy of public pages and of the admin."""

import os
import subprocess
import sys

import pytest
from django.http import HttpResponse

from archive.csp import ContentPolicyMiddleware


def policy(rf, path: str) -> list[str]:
    response = ContentPolicyMiddleware(lambda request: HttpResponse())(rf.get(path))
    return response["Content-Security-Policy"].split("; ")


@pytest.mark.parametrize("path", ["/", "/search/", "/administration/", "/x/admin/"])
def test_a_public_page_may_load_nothing_from_elsewhere_and_nothing_inline(rf, path):
    assert policy(rf, path) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
    ]


def test_the_admin_may_write_style_attributes_and_no_more(rf):
    wider = set(policy(rf, "/admin/quotes/")) - set(policy(rf, "/"))
    assert wider == {"style-src-attr 'unsafe-inline'"}


def test_no_page_may_use_a_device_of_its_reader(rf):
    response = ContentPolicyMiddleware(lambda request: HttpResponse())(rf.get("/"))
    allowed = response["Permissions-Policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()"} <= {*allowed}
    assert [each for each in allowed if not each.endswith("=()")] == ["clipboard-write=(self)"]


def test_directives_have_one_order_whatever_the_hashes_of_a_process():
    code = (
        "import django; django.setup(); from django.test import RequestFactory; "
        "from django.http import HttpResponse; from archive.csp import ContentPolicyMiddleware; "
        "get = ContentPolicyMiddleware(lambda request: HttpResponse()); "
        "print(*(get(RequestFactory().get(p))['Content-Security-Policy'] for p in ('/', '/admin/')))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "archive.settings"},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(printed) == 1
