"""`alcuin audit`: whether what was written down is still what was written."""

import click

from alcuin.app.parts import Parts
from alcuin.cli.edge import act
from alcuin.cli.refusing import Commands, Refused
from alcuin.kit.audit.chain import verify
from alcuin.kit.audit.data import Broken, Head, Whole

SHA256_BYTES = 32


class HeadText(click.ParamType[Head]):
    """A head as the log of a worker tells it: position, colon, 64 hexadecimal digits."""

    name = "position:hash"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        position, _, digits = value.partition(":")
        try:
            head = Head(int(position), bytes.fromhex(digits))
        except ValueError:
            head = Head(0, b"")
        if head.position < 1 or len(head.hash) != SHA256_BYTES:
            self.fail("expected a position, a colon and 64 hexadecimal digits", param, ctx)
        return head


@click.group(cls=Commands)
def audit() -> None:
    """Look whether anybody has changed the audit."""


@audit.command("verify")
@click.option("--head", type=HeadText(), help="A head that was written down elsewhere earlier.")
def verify_chain(*, head: Head | None) -> None:
    """Recompute the chain of hashes; name the first entry that does not fit it."""

    async def verified(parts: Parts) -> Whole | Broken:
        async with parts.database.transaction() as conn:
            return await verify(conn, head)

    found = act(verified)
    if isinstance(found, Broken):
        entry = f", entry {found.audit_id}" if found.audit_id is not None else ""
        raise Refused(f"The audit is broken at place {found.position}{entry}: {found.fault}.")
    click.echo(f"The audit is whole: {found.head.position if found.head else 0:,} entries sealed.")
    if found.head:
        click.echo(f"Head: {found.head}")
    if since := found.waiting.since:
        click.echo(f"{found.waiting.entries:,} wait, since {since:%Y-%m-%d %H:%M} UTC.")
