"""The pages of users and groups: Django's own, saved as safely as the editors' other pages."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User

from quotes.admin.editing import EditTokenAdmin
from quotes.admin.forms import EditForm

admin.site.unregister([Group, User])


class NewUserForm(EditForm, AdminUserCreationForm):
    """A form for a user to be added."""


class UserForm(EditForm, UserChangeForm):
    """A user's form."""


class GroupForm(EditForm):
    """A group's form."""


@admin.register(User)
class EditorsUserAdmin(EditTokenAdmin, UserAdmin):
    """Users."""

    add_form = NewUserForm
    form = UserForm
    actions = ["delete_selected"]


@admin.register(Group)
class EditorsGroupAdmin(EditTokenAdmin, GroupAdmin):
    """Groups."""

    form = GroupForm
    actions = ["delete_selected"]
