"""Signed addresses, for where no token can be sent."""

from datetime import datetime, timedelta

from tests.matrix.campus import Campus
from tests.media.test_reading import NOTE, uploaded


async def test_a_link_opens_a_file_without_a_token(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    url = await uploaded(ada)
    link = await ada.does("POST", f"{url}/link")
    nobody = campus.nobody()
    read = await nobody.asks("GET", link["url"])
    assert (read.status_code, read.content) == (200, NOTE)
    assert read.headers["cache-control"] == "private, no-cache"
    part = await nobody.asks("GET", link["url"], headers={"range": "bytes=2-3"})
    assert (part.status_code, part.content) == (206, b"A ")
    assert (await nobody.asks("GET", url)).status_code == 404
    life = datetime.fromisoformat(link["expiresAt"]) - await campus.value("select kit_now()")
    assert timedelta(minutes=9) < life <= timedelta(minutes=10)


async def test_a_link_is_made_only_by_who_may_read(campus: Campus) -> None:
    ada, bob = await campus.somebody("ada"), await campus.somebody("bob")
    url = await uploaded(ada)
    assert (await bob.asks("POST", f"{url}/link")).status_code == 404
    assert (await campus.nobody().asks("POST", f"{url}/link")).status_code == 401


async def test_a_link_that_anybody_has_altered_opens_nothing(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    url, other = await uploaded(ada), await uploaded(ada)
    link = (await ada.does("POST", f"{url}/link"))["url"]
    sealed = link.partition("=")[2]
    nobody = campus.nobody()
    for wrong in (f"{other}?link={sealed}", f"{url}?link={sealed[:-2]}", f"{url}?link=x"):
        answer = await nobody.asks("GET", wrong)
        assert (answer.status_code, answer.json()["code"]) == (404, "media_not_found")
