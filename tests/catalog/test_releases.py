"""Reading the releases of a course."""

from tests.catalog.school import Author


async def test_releases_are_read_newest_first_by_page_or_by_cursor(ada: Author) -> None:
    course = await ada.course()
    await ada.lesson(course, "One")
    path = f"/api/courses/{course['id']}"
    for _ in range(5):
        await ada.makes(f"{path}/publish")
    first = (await ada.asks("GET", f"{path}/releases?limit=2")).json()
    assert [each["number"] for each in first["data"]] == [5, 4]
    cursor = first["pagination"]["cursor"]
    second = (await ada.asks("GET", f"{path}/releases?limit=2&cursor={cursor}")).json()
    by_page = (await ada.asks("GET", f"{path}/releases?limit=2&page=2")).json()
    assert [each["number"] for each in second["data"]] == [3, 2]
    assert second["data"] == by_page["data"]
    last = (await ada.asks("GET", f"{path}/releases?limit=2&page=3")).json()
    assert [each["number"] for each in last["data"]] == [1]
    assert "cursor" not in last["pagination"]
