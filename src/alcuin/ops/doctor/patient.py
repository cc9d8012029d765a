"""What is looked at: settings as far as they matter here, and the adapters made of them."""

from pathlib import Path

import msgspec

from alcuin.kit.files import Files
from alcuin.kit.mail import Mail


class DatabaseUrls(msgspec.Struct, frozen=True):
    """The ways to the database, and whether they are ours."""

    application: str
    admin: str
    direct: str
    is_embedded: bool


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """An installation.

    `urls` is None where the embedded PostgreSQL does not start; `no_database` says why.
    """

    urls: DatabaseUrls | None
    no_database: str = ""
    newest_revision: str
    data_dir: Path
    is_development: bool
    host: str
    port: int
    public_url: str
    trusted_proxies: tuple[str, ...]
    limits: bool
    secret_key: str
    key_id: str
    """Of what the secret key seals, and the previous one where it is given."""

    previous_key_id: str | None
    metrics_token: str | None
    smtp: bool
    mail: Mail
    files: Files
    demo_addresses: tuple[str, ...]
