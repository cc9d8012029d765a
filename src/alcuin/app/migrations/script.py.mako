"""${message}."""

from alcuin.app.migrations.script import script

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    script("""
    """)
