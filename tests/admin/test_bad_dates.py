import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("noun", ["event", "interview", "source", "identifier"])
@pytest.mark.parametrize("year", ["9" * 30, "0", "-1", "x"])
def test_a_year_of_no_calendar_is_no_fault_of_ours(
    admin_client: Client, noun: str, year: str
) -> None:
    field = {"source": "published_earliest", "identifier": "minted_at"}.get(noun, "earliest")
    response = admin_client.get(f"/admin/quotes/{noun}/?{field}__year={year}")
    assert response.status_code < 500
