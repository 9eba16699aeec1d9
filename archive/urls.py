"""Addresses: the app's at the root, the editors' admin beside them."""

from django.contrib import admin
from django.urls import include, path

admin.autodiscover()

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("quotes.urls")),
]

handler400 = "quotes.answers.responses.bad_request"
handler403 = "quotes.answers.responses.permission_denied"
handler404 = "quotes.answers.responses.page_not_found"
handler500 = "quotes.middleware.server_error"
