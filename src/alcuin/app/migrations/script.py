"""Run a script of several statements, which asyncpg takes only outside the prepared path."""

from alembic import op


def script(sql: str) -> None:
    """Run `sql` in the migration's transaction."""
    bind = op.get_bind()
    bind.exec_driver_sql("select 1")  # the driver opens its transaction with the first statement
    driver = bind.connection.dbapi_connection
    driver.run_async(lambda raw: raw.execute(sql))  # type: ignore[union-attr]  # asyncpg's adapter
