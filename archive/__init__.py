"""The Django project: the only place that knows where the archive runs."""
