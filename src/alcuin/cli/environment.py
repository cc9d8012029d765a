"""The one place where the environment is read."""

import os

from alcuin.app.settings import Settings, read_settings


def settings_of_environment() -> Settings:
    """What the operator decided. Raises SettingRefused."""
    return read_settings(os.environ)
