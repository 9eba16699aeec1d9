"""The content security policy of public pages and of the admin."""

import pytest
from django.http import HttpResponse

from archive.csp import ContentPolicyMiddleware


def policy(rf, path: str) -> list[str]:
    response = ContentPolicyMiddleware(lambda request: HttpResponse())(rf.get(path))
    return response["Content-Security-Policy"].split("; ")


@pytest.mark.parametrize("path", ["/", "/search/", "/administration/", "/x/admin/"])
def test_a_public_page_may_load_nothing_from_elsewhere_and_nothing_inline(rf, path):
    assert sorted(policy(rf, path)) == [
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
