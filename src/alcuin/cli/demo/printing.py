"""The accounts of the demo as a person reads them."""

from alcuin.app.settings import Settings
from alcuin.cli.demo.accounts import NAME, Account

FORGOTTEN = "(its file is gone: ask for a new one by forgot-password)"


def printed(accounts: list[Account], settings: Settings) -> str:
    """A table, and where it is kept."""
    widest = max(len(account.character.email) for account in accounts)
    rows = [
        f"  {account.character.role.value.lower():<11} {account.character.email:<{widest}}  "
        f"{account.password or FORGOTTEN}"
        for account in accounts
    ]
    kept = settings.data_dir / NAME
    return "\n".join(["", "Accounts of the demo", *rows, f"  kept in {kept}"])
