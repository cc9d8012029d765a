"""What every request passes: hosts, paths, headers, origins, proxies, the log."""

import httpx
import msgspec
import pytest

from tests.kit.http.school import COURSE, PEOPLE, SETTINGS, School

EVIL = "https://evil.example"
FRIEND = "https://school.example"


async def _got(path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    async with School().client("learner") as client:
        return await client.get(path, headers=headers or {})


@pytest.mark.parametrize(
    "host", ["x/abc?", "evil.example", "localhost.evil.example", "local host", "a@localhost", ""]
)
async def test_a16_a_host_that_is_not_ours_is_400(host: str) -> None:
    answer = await _got("/api/courses", {"host": host})
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_host"


async def test_a16_production_does_not_answer_to_loopback_names() -> None:
    settings = msgspec.structs.replace(
        SETTINGS, public_url="https://learn.example", environment="production"
    )
    async with School(settings=settings).client() as client:
        assert (await client.get("/api/courses")).status_code == 400
        named = await client.get("/api/courses", headers={"host": "Learn.Example:443"})
        assert named.status_code == 200


async def test_probes_may_ask_by_address() -> None:
    assert (await _got("/health/live", {"host": "10.1.2.3:8000"})).status_code == 200
    assert (await _got("/health/live", {"host": "x/abc?"})).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/api/courses/{}/",
        "//api/courses/{}",
        "/api//courses/{}",
        "/api/courses/%61".replace("%61", "{}"),
    ],
)
async def test_a16_other_spellings_of_a_path_are_decided_as_the_canonical_one(path: str) -> None:
    async with School().client("learner") as client:
        request = httpx.Request("DELETE", "http://localhost:8000/x")
        request = client.build_request("DELETE", "/x")
        request.url = request.url.copy_with(raw_path=path.format(COURSE.id).encode())
        answer = await client.send(request)
    assert answer.status_code == 403
    assert answer.json()["code"] == "role_needed"


@pytest.mark.parametrize(
    "path", ["/api/%2e/courses", "/api/x/%2e%2e/courses", "/api/courses/%2e%2e", "/api/a%00b"]
)
async def test_a16_dot_segments_and_nul_lead_nowhere(path: str) -> None:
    assert (await _got(path)).status_code == 404


@pytest.mark.parametrize(
    "name", ["x-http-method-override", "x-http-method", "x-method-override", "x-original-url"]
)
async def test_a16_override_headers_are_ignored(name: str) -> None:
    async with School().client("learner") as client:
        answer = await client.post(f"/api/courses/{COURSE.id}/enroll", headers={name: "DELETE"})
    assert answer.status_code == 200
    assert answer.json()["data"] is None


async def test_a_header_that_stands_there_twice_is_400() -> None:
    async with School().client() as client:
        answer = await client.get(
            "/api/me",
            headers=[("authorization", "Bearer learner"), ("authorization", "Bearer admin")],
        )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "origin", ["null", EVIL, "http://localhost:8000", FRIEND + ".evil.example"]
)
async def test_f14_no_other_origin_is_allowed(origin: str) -> None:
    settings = msgspec.structs.replace(SETTINGS, cors_origins=(FRIEND,))
    for school in (School(), School(settings=settings)):
        async with school.client() as client:
            got = await client.get("/api/courses", headers={"origin": origin})
            asked = await client.options(
                "/api/courses",
                headers={"origin": origin, "access-control-request-method": "DELETE"},
            )
        for answer in (got, asked):
            assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_an_origin_of_the_settings_may_call_with_credentials() -> None:
    settings = msgspec.structs.replace(SETTINGS, cors_origins=(FRIEND,))
    async with School(settings=settings).client() as client:
        got = await client.get("/api/courses", headers={"origin": FRIEND})
        other = await client.get("/api/courses")
        asked = await client.options(
            "/api/courses",
            headers={"origin": FRIEND, "access-control-request-method": "PATCH"},
        )
    assert got.headers["access-control-allow-origin"] == FRIEND
    assert got.headers["access-control-allow-credentials"] == "true"
    assert "origin" in got.headers["vary"]
    assert "origin" in other.headers["vary"]
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-methods"] == "GET, POST, PUT, DELETE, PATCH"


async def test_f17_forwarded_headers_of_strangers_are_ignored() -> None:
    forged = {
        "x-forwarded-for": "1.2.3.4",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https",
        "forwarded": "for=1.2.3.4",
    }
    answer = await _got("/api/me", forged)
    assert answer.json()["data"] == f"{PEOPLE['learner'].user_id} 10.0.0.9"
    assert "evil" not in answer.text + str(answer.headers)


async def test_f17_behind_our_own_proxy_the_nearest_stranger_asks() -> None:
    settings = msgspec.structs.replace(SETTINGS, trusted_proxies=("10.0.0.0/24", "::1"))
    async with School(settings=settings).client("learner") as client:
        answer = await client.get(
            "/api/me", headers={"x-forwarded-for": "6.6.6.6, 203.0.113.7, 10.0.0.5"}
        )
    assert answer.json()["data"].endswith(" 203.0.113.7")


async def test_every_answer_carries_what_keeps_browsers_safe() -> None:
    for path in ("/api/courses", "/api/nothing", "/api/broken", "/api/docs"):
        headers = (await _got(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "strict-transport-security" not in headers


async def test_pages_run_nothing_but_our_own() -> None:
    settings = msgspec.structs.replace(
        SETTINGS, video_hosts=("video.example",), image_hosts=("images.example",)
    )
    async with School(settings=settings).client() as client:
        policy = (await client.get("/api/docs")).headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "frame-src https://video.example;" in policy
    assert "img-src 'self' data: https://images.example;" in policy
    assert "unsafe" not in policy


async def test_https_is_insisted_on_only_where_it_is_served() -> None:
    secure = msgspec.structs.replace(
        SETTINGS, public_url="https://learn.example", environment="production"
    )
    for settings, expected in (
        (secure, True),
        (msgspec.structs.replace(secure, hsts=False), False),
        (msgspec.structs.replace(secure, environment="development"), False),
        (msgspec.structs.replace(secure, public_url="http://learn.example"), False),
    ):
        async with School(settings=settings).client() as client:
            answer = await client.get("/api/courses", headers={"host": "learn.example"})
        assert ("strict-transport-security" in answer.headers) is expected


async def test_the_request_id_is_ours_and_stands_in_header_problem_and_log() -> None:
    school = School()
    async with school.client() as client:
        answer = await client.get("/api/nothing", headers={"x-request-id": "forged"})
    given = answer.headers["x-request-id"]
    assert given != "forged"
    assert answer.json()["requestId"] == given
    assert [line["requestId"] for line in school.lines()] == [given]


async def test_the_log_has_a_line_a_request_and_nothing_personal() -> None:
    school = School()
    async with school.client("learner", address="198.51.100.23") as client:
        await client.get(f"/api/courses/{COURSE.id}?email=ada@example.org")
        await client.get("/api/me", headers={"user-agent": "Ada's phone"})
        await client.get("/health/live")
        await client.get("/nobody@example.org")
    lines = school.lines()
    assert [(line["route"], line["status"]) for line in lines] == [
        ("/api/courses/{course_id}", 422),
        ("/api/me", 200),
        ("-", 404),
    ]
    assert lines[1]["userId"] == str(PEOPLE["learner"].user_id)
    assert lines[1]["method"] == "GET"
    assert lines[1]["ms"] > 0
    for secret in (
        b"ada@",
        b"Ada",
        b"198.51.100.23",
        b"Bearer",
        b"nobody",
        str(COURSE.id).encode(),
    ):
        assert secret not in school.log.getvalue()


async def test_websockets_are_turned_away() -> None:
    sent = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: object) -> None:
        sent.append(message)

    await School().app({"type": "websocket", "path": "/", "headers": []}, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1008}]
