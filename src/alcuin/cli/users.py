"""`alcuin users`: accounts by hand."""

import sys

import click

from alcuin.app.parts import Parts
from alcuin.cli.edge import act
from alcuin.cli.refusing import Commands, Refused
from alcuin.identity import (
    Registration,
    StandingEdit,
    User,
    change_standing,
    create_user,
    hold_user_by_email,
    prepare,
    remove_second_factor,
)
from alcuin.kit.actor import Role, System

ROLES = click.Choice([role.value for role in Role], case_sensitive=False)


@click.group(cls=Commands)
def users() -> None:
    """Create accounts, change roles, suspend, help who lost a second factor."""


@users.command()
@click.argument("email")
@click.option("--name", required=True, help="As others see it.")
@click.option("--role", type=ROLES, default=Role.STUDENT.value, show_default=True)
@click.option("--time-zone", default="UTC", show_default=True, help="Like Europe/Vienna.")
@click.option("--language", default="en", show_default=True, help="Like en or pt-BR.")
def create(email: str, *, name: str, role: str, time_zone: str, language: str) -> None:
    """Create an account whose address you vouch for.

    The password is asked for at a terminal, and otherwise read as one line from standard
    input; as an argument it would stand in the list of processes.
    """
    said = Registration(
        email=email,
        name=name,
        password=_password(),
        time_zone=time_zone,
        language=language,
    )

    async def created(parts: Parts) -> User:
        new = await prepare(parts.hasher, said)
        async with parts.database.transaction() as conn:
            return await create_user(conn, System("alcuin users create"), new, Role(role.upper()))

    user = act(created)
    click.echo(f"Created {user.email} ({user.role}), id {user.id}.")


@users.command("set-role")
@click.argument("email")
@click.argument("role", type=ROLES)
def set_role(email: str, role: str) -> None:
    """Give somebody another role; effective with their next request."""
    edit = StandingEdit(role=Role(role.upper()))
    user = _change(email, edit, "alcuin users set-role")
    click.echo(f"{user.email} is {user.role} now.")


@users.command()
@click.argument("email")
@click.option("--lift", is_flag=True, help="Let them in again.")
def suspend(email: str, *, lift: bool) -> None:
    """Close an account at once, on every device; nothing of it is lost."""
    user = _change(email, StandingEdit(suspended=not lift), "alcuin users suspend")
    click.echo(f"{user.email} {'may sign in again' if lift else 'is suspended'}.")


@users.command("remove-second-factor")
@click.argument("email")
def remove_lost(email: str) -> None:
    """Take away a second factor that somebody lost; they are signed out everywhere."""
    actor = System("alcuin users remove-second-factor")

    async def removed(parts: Parts) -> User:
        async with parts.database.transaction() as conn:
            user = await hold_user_by_email(conn, actor, email)
            await remove_second_factor(conn, actor, user.id)
            return user

    click.echo(f"{act(removed).email} signs in with the password alone now.")


def _change(email: str, edit: StandingEdit, reason: str) -> User:
    async def changed(parts: Parts) -> User:
        actor = System(reason)
        async with parts.database.transaction() as conn:
            user = await hold_user_by_email(conn, actor, email)
            return await change_standing(conn, actor, user, edit)

    return act(changed)


def _password() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    line = sys.stdin.readline().rstrip("\n")
    if not line:
        raise Refused("Give the password as one line of standard input.")
    return line
