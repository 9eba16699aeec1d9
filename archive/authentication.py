"""Who may try to log in: how often, and with which passwords."""

import logging
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse

from archive.deadlines import HEALTH_SECONDS, within
from quotes.answers.responses import problem
from quotes.management.commands.demo_editor import GROUPS, PASSWORD
from quotes.text.interface import message

logger = logging.getLogger(__name__)
common = CommonPasswordValidator()


class LoginGuard(AxesStandaloneBackend):
    """Refuses attempts to log in before any password is looked up."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> None:
        """Raise PermissionDenied for a client that has failed too often, or a known password.

        On a public archive the passwords that are guessed first let nobody in, even where an
        account was given one past the form that refuses it.
        """
        if settings.PRODUCTION and password and _is_known(password):
            logger.warning(
                "A log-in with a password that is among the first to be guessed was refused. If it "
                "was an editor: manage.py changepassword NAME sets another."
            )
            raise PermissionDenied
        # Without a request nobody is trying from outside.
        if request is not None:
            super().authenticate(request, username, password, **credentials)


class FailedLogins(AxesDatabaseHandler):
    """The count of failed log-ins of each client."""

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        """Forget a client's failures under the name that it has logged in with, and no others.

        Otherwise whoever has an account could guess the passwords of others without end, by
        logging in from time to time.
        """
        name = (credentials or {}).get("username", "")
        kept = self.filter_user_attempts(request, credentials)
        return sum(attempts.filter(username=name).delete()[0] for attempts in kept)


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """The answer to a client that has failed to log in too often."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    response = problem(
        request,
        status=429,
        title=message("Too many log-ins have failed"),
        detail=message(
            "Nobody can log in from your address for {minutes} minutes; from elsewhere "
            "it still works. Whoever runs the archive can set a new password.",
            minutes=minutes,
        ),
    )
    response["Retry-After"] = str(minutes * 60)
    response["Cache-Control"] = "no-store"
    return response


def refuse_demo_editor() -> None:
    """Raise ImproperlyConfigured where a demonstration's editor could log in to a public archive.

    A database that can't be asked is no reason not to start; the guard above stands all the same.
    """
    if not settings.PRODUCTION:
        return
    try:
        with within(HEALTH_SECONDS):
            known = User.objects.filter(username__in=GROUPS, is_active=True)
            editors = list(known.order_by("pk"))
    except (DatabaseError, InterfaceError):
        return
    for editor in editors:
        if editor.check_password(PASSWORD):
            name = editor.get_username()
            raise ImproperlyConfigured(
                f"This database is a demonstration’s: its account “{name}” has the password that "
                f"is printed for everybody. Set another with manage.py changepassword {name}, or "
                "delete the account, and start again."
            )


def _is_known(password: str) -> bool:
    try:
        common.validate(password)
    except ValidationError:
        return True
    return password.casefold() == PASSWORD
