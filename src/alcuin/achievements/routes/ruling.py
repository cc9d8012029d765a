"""Rules, for administrators."""

from alcuin.achievements.actions import ruling as actions
from alcuin.achievements.data.rules import MOST_RULES, Rule
from alcuin.achievements.errors import RuleKeyTaken, RuleNotFound, RuleUnlocked, TooManyRules
from alcuin.achievements.schemas.ruling import LARGE, NewRuleBody, RuleEditBody
from alcuin.kit.http import (
    Envelope,
    Listing,
    Request,
    Response,
    Who,
    delete,
    edge,
    get,
    patch,
    post,
    read_edit,
)
from alcuin.kit.paging import Page

PATH = "/api/achievements/rules"
BACKFILLED = "Learners who have done it already get it within minutes."


@get(PATH, who=Who.ADMINS)
async def list_rules(request: Request) -> Response[Listing[Rule]]:
    """List the rules by which achievements are unlocked."""
    async with edge(request) as at:
        rules = await actions.list_rules(at.conn, at.person)
        return at.page(Page(items=rules, total=len(rules), page=1, limit=MOST_RULES))


@post(
    PATH,
    who=Who.ADMINS,
    body_limit=LARGE,
    refuses=(RuleKeyTaken, TooManyRules),
    answers={201: "The rule counts from now on, and for what was done before."},
)
async def add_rule(request: Request, data: NewRuleBody) -> Response[Envelope[Rule]]:
    """Add a rule. A job gives it to learners who have done already what it asks."""
    async with edge(request) as at:
        rule = await actions.add_rule(at.conn, at.person, data.said())
        return at.answer(
            rule,
            status=201,
            message=BACKFILLED if rule.enabled else None,
            etag=str(rule.revision),
            location=f"{PATH}/{rule.key}",
        )


@get(f"{PATH}/{{key:str}}", who=Who.ADMINS, refuses=(RuleNotFound,))
async def get_rule(request: Request, key: str) -> Response[Envelope[Rule]]:
    """Show a rule, with the revision that an edit names."""
    async with edge(request) as at:
        rule = await actions.get_rule(at.conn, at.person, key)
        return at.answer(rule, etag=str(rule.revision))


@patch(
    f"{PATH}/{{key:str}}",
    who=Who.ADMINS,
    if_match=True,
    body=RuleEditBody,
    body_limit=LARGE,
    refuses=(RuleNotFound,),
)
async def edit_rule(request: Request, key: str) -> Response[Envelope[Rule]]:
    """Change texts, translations and points, enable or disable; what is left out stays.

    What was unlocked stays, with the points of its time. Once enabled, a job gives it to
    learners who have done already what it asks.
    """
    async with edge(request) as at:
        held = await actions.hold_rule(at.conn, at.person, key)
        at.if_match(held.revision)
        said = await read_edit(request, RuleEditBody, current=held)
        rule = await actions.edit_rule(at.conn, at.person, held, said.said())
        is_news = rule.enabled and not held.enabled
        return at.answer(rule, message=BACKFILLED if is_news else None, etag=str(rule.revision))


@delete(f"{PATH}/{{key:str}}", who=Who.ADMINS, refuses=(RuleNotFound, RuleUnlocked))
async def delete_rule(request: Request, key: str) -> Response[Envelope[None]]:
    """Delete a rule that nobody has unlocked; any other can be disabled."""
    async with edge(request) as at:
        await actions.delete_rule(at.conn, at.person, key)
        return at.answer(None, message="The rule is deleted.")


ROUTES = (list_rules, add_rule, get_rule, edit_rule, delete_rule)
