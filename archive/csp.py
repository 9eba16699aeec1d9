"""What browsers may do on our pages: content security policy, and permissions policy."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

# select2, in Django's autocomplete fields, writes style attributes.
ADMIN_ADDS = {"style-src-attr": ["'unsafe-inline'"]}
# Nothing here needs a device; the copy buttons write to the clipboard. "bluetooth" and "web-share"
# aren't named: Chromium reports them as an error in the console wherever the system has neither.
REFUSED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read",
    "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid",
    "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join([*(f"{feature}=()" for feature in REFUSED), "clipboard-write=(self)"])


class ContentPolicyMiddleware(CSPMiddleware):
    """Sends the policy in the settings; on admin pages with ADMIN_ADDS."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The answer with both policies, the directives of one in one order.

        The library goes through a set of them, so that their order differs between processes.
        """
        response = super().process_response(request, response)
        if policy := response.get(HEADER):
            response[HEADER] = "; ".join(sorted(policy.split("; ")))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        """Parts of the policy for this answer, as CSPMiddleware asks for them."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(_admin()):
            parts.update = {**(parts.update or {}), **ADMIN_ADDS}
        return parts


@cache
def _admin() -> str:
    return reverse("admin:index")
