"""The content security policy, which the admin alone needs a little wider."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

# select2, in Django's autocomplete fields, writes style attributes.
ADMIN_ADDS = {"style-src-attr": ["'unsafe-inline'"]}


class ContentPolicyMiddleware(CSPMiddleware):
    """Sends the policy in the settings; on admin pages with ADMIN_ADDS."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        """Parts of the policy for this answer, as CSPMiddleware asks for them."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("admin:index")):
            parts.update = {**(parts.update or {}), **ADMIN_ADDS}
        return parts
