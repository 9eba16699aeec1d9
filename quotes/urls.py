"""Addresses of the public site."""

app_name = "quotes"
urlpatterns = []
