"""Where requests come from, and how many costly ones there may be at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from archive.limits import CostlyRequestsMiddleware, client_network
from archive.startup import networks

COSTLY = [
    ("post", "/check/"), ("post", "/api/v1/check"), ("post", "/admin/login/"),
    ("get", "/sitemap.xml"), ("get", "/sitemap-passages.xml"), ("get", "/data/on-record.zip"),
    ("get", "/search/all.csv"), ("get", "/dossier/.docx"), ("get", "/search/all.bib?q=a&page=2"),
    ("get", "/api/v1/passages?cursor=*"), ("get", "/api/v1/speakers?q=a&cursor=abc"),
    ("get", "/api/v1/changes?since=7"), ("get", "/api/v1/changes"),
    ("get", "/suggest.json?q=va"), ("get", "/suggest/?q=va"),
]  # fmt: skip
CHEAP = [
    ("get", "/check/"), ("get", "/"), ("get", "/search/"), ("get", "/admin/login/"),
    ("get", "/search/?q=/suggest/?cursor=1"), ("get", "/api/v1/passages?q=cursor"),
    ("get", "/api/v1/speakers"), ("get", "/q/22222222"),
]  # fmt: skip


def held(rf, method, path, addresses):
    """The statuses of requests that all come in before the first one is answered."""
    arrived, go_on = Barrier(len(addresses) + 1), Event()

    def view(request):
        arrived.wait(10)
        go_on.wait(10)
        return HttpResponse()

    middleware = CostlyRequestsMiddleware(view)

    def ask(address):
        response = middleware(getattr(rf, method)(path, REMOTE_ADDR=address))
        if response.status_code == 429:
            arrived.wait(10)
        return response

    with ThreadPoolExecutor(len(addresses)) as pool:
        asked = [pool.submit(ask, address) for address in addresses]
        arrived.wait(10)
        go_on.set()
        answers = [each.result() for each in asked]
    assert not middleware.running
    return answers


@pytest.mark.parametrize(("method", "path"), COSTLY)
def test_one_client_has_two_costly_requests_at_once_and_all_have_three(rf, method, path):
    alone = held(rf, method, path, ["192.0.2.1"] * 5)
    assert sorted(answer.status_code for answer in alone) == [200, 200, 429, 429, 429]
    several = held(rf, method, path, ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"])
    assert sorted(answer.status_code for answer in several) == [200, 200, 200, 429]


def test_kinds_are_counted_apart(rf):
    """Whoever loads a whole result may still type a question."""
    arrived, go_on = Barrier(3), Event()

    def view(request):
        if request.path.startswith("/search"):
            arrived.wait(10)
            go_on.wait(10)
        return HttpResponse()

    middleware = CostlyRequestsMiddleware(view)
    with ThreadPoolExecutor(2) as pool:
        slow = [pool.submit(middleware, rf.get("/search/all.csv")) for _ in range(2)]
        arrived.wait(10)
        assert middleware(rf.get("/suggest.json?q=va")).status_code == 200
        assert middleware(rf.get("/api/v1/changes")).status_code == 200
        assert middleware(rf.get("/search/all.csv")).status_code == 429
        go_on.set()
        assert {each.result().status_code for each in slow} == {200}


@pytest.mark.parametrize(("method", "path"), CHEAP)
def test_other_requests_are_not_counted(rf, method, path):
    answers = held(rf, method, path, ["192.0.2.1"] * 5)
    assert {answer.status_code for answer in answers} == {200}


def test_the_refusal_says_when_to_come_back_and_nobody_keeps_it(rf):
    *_, answer = sorted(
        held(rf, "post", "/api/v1/check", ["192.0.2.1"] * 3), key=lambda each: each.status_code
    )
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert int(answer["Retry-After"]) == 5
    assert answer["Cache-Control"] == "no-store"


def test_the_limits_can_be_changed_and_taken_away(rf, settings):
    settings.COSTLY_REQUESTS, settings.COSTLY_REQUESTS_PER_CLIENT = 0, 0
    assert {each.status_code for each in held(rf, "post", "/check/", ["192.0.2.1"] * 9)} == {200}
    settings.COSTLY_REQUESTS_PER_CLIENT = 1
    answers = held(rf, "post", "/check/", ["192.0.2.1"] * 2)
    assert sorted(each.status_code for each in answers) == [200, 429]


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["read", "left"])
def test_a_streamed_answer_counts_until_it_is_closed(rf, tmp_path, ending):
    (tmp_path / "export.zip").write_bytes(b"x" * 100_000)
    views = [
        lambda request: StreamingHttpResponse(iter([b"a", b"b"])),
        lambda request: FileResponse((tmp_path / "export.zip").open("rb")),
    ]
    for view in views:
        middleware = CostlyRequestsMiddleware(view)
        response = middleware(rf.get("/data/on-record.zip"))
        if ending == "read":
            b"".join(response)
        assert middleware.running.total() == 1
        response.close()
        assert not middleware.running


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "client"),
    [
        ("192.0.2.1", "", [], "192.0.2.1"),
        # Anybody can write the header; it counts where our own proxy wrote its end.
        ("192.0.2.1", "198.51.100.7", [], "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", ["127.0.0.1"], "192.0.2.1"),
        ("127.0.0.1", "198.51.100.7", ["127.0.0.1", "::1"], "198.51.100.7"),
        ("127.0.0.1", "evil, 198.51.100.7", ["127.0.0.1"], "198.51.100.7"),
        ("10.9.8.7", "198.51.100.7", ["10.0.0.0/8"], "198.51.100.7"),
        ("192.0.2.1", "198.51.100.7", ["*"], "198.51.100.7"),
        ("", "198.51.100.7", ["127.0.0.1"], "198.51.100.7"),
        ("", "198.51.100.7", [], None),
        ("127.0.0.1", "nonsense", ["127.0.0.1"], None),
        # A household has many addresses of one network.
        ("2001:db8:1:2:3:4:5:6", "", [], "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "", [], "192.0.2.1"),
    ],
)
def test_a_client_is_known_by_what_its_connection_or_our_proxy_says(
    rf, settings, peer, forwarded, proxies, client
):
    settings.TRUSTED_PROXIES = networks(proxies)
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_network(rf.get("/", REMOTE_ADDR=peer, **more)) == client


def test_what_is_no_address_of_a_proxy_is_refused():
    with pytest.raises(ImproperlyConfigured, match="must list addresses or networks"):
        networks(["proxy.example"])
