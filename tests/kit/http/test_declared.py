"""Routes that would let a request past their declaration are refused when they are made."""

from typing import Annotated, Any

import msgspec
import pytest
from litestar.params import Parameter

from alcuin.kit.http import Body, Envelope, Request, Response, Who, get, post
from tests.kit.http.school import CourseEdit


async def _loose_number(request: Request, limit: int = 1) -> Response[Envelope[None]]:
    raise NotImplementedError


async def _foreign_bounds(
    request: Request, limit: Annotated[int, Parameter(ge=1, le=9)] = 1
) -> Response[Envelope[None]]:
    raise NotImplementedError


class _LooseText(Body, frozen=True):
    title: str


class _Open(msgspec.Struct):
    on: bool


class _OpenInside(Body, frozen=True):
    parts: list[_Open]


async def _takes(request: Request, data: Any) -> Response[Envelope[None]]:
    raise NotImplementedError


@pytest.mark.parametrize("action", [_loose_number, _foreign_bounds])
def test_a_number_without_bounds_that_hold_is_refused(action: Any) -> None:
    with pytest.raises(TypeError):
        get("/api/x")(action)


@pytest.mark.parametrize("body", [_LooseText, _Open, _OpenInside])
def test_a_body_without_bounds_or_open_to_unknown_fields_is_refused(body: Any) -> None:
    with pytest.raises(TypeError):
        post("/api/x", body=body)(_plain)


async def _plain(request: Request) -> Response[Envelope[None]]:
    raise NotImplementedError


def test_a_body_that_is_closed_is_welcome() -> None:
    route = post("/api/x", body=CourseEdit, who=Who.ADMINS)(_plain)
    assert route.opt["operation"].parts.body is CourseEdit
