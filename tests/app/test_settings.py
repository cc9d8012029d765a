"""Settings are read once, refused clearly, and secrets must be secret."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from alcuin.app.settings import SettingRefused, read_settings

STRONG = "kP3vQ8zR1tY6uW9xA4sD7fG2hJ5kL0mN"


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    return {"ALCUIN_DATA_DIR": str(tmp_path / "data")}


def test_nothing_needs_to_be_set_in_development(data: dict[str, str]) -> None:
    settings = read_settings(data)

    assert settings.is_development
    assert settings.port == 8000
    assert settings.public_url == "http://127.0.0.1:8000"


def test_development_makes_a_secret_and_keeps_it_for_its_owner_alone(
    data: dict[str, str], tmp_path: Path
) -> None:
    first, second = read_settings(data), read_settings(data)

    kept = tmp_path / "data" / "secret-key"
    assert first.secret_key == second.secret_key
    assert kept.stat().st_mode & 0o777 == 0o600


def test_first_starts_at_once_agree_on_one_secret(data: dict[str, str], tmp_path: Path) -> None:
    together = Barrier(8)

    def start(_: int) -> str:
        together.wait()
        return read_settings(data).secret_key

    with ThreadPoolExecutor(8) as starts:
        keys = set(starts.map(start, range(8)))

    assert len(keys) == 1
    assert [each.name for each in (tmp_path / "data").iterdir()] == ["secret-key"]


@pytest.mark.parametrize("secret", ["", "short", "changeme" * 3, "a" * 64, "password" * 8])
def test_j4_production_refuses_a_missing_short_or_guessable_secret(
    data: dict[str, str], secret: str
) -> None:
    with pytest.raises(SettingRefused, match="ALCUIN_SECRET_KEY"):
        read_settings(data | {"ALCUIN_ENV": "production", "ALCUIN_SECRET_KEY": secret})


def test_production_starts_with_a_strong_secret_and_https(data: dict[str, str]) -> None:
    said = {"ALCUIN_SECRET_KEY": STRONG, "ALCUIN_PUBLIC_URL": "https://learn.example.org"}

    settings = read_settings(data | said | {"ALCUIN_ENV": "production"})

    assert not settings.is_development


def test_production_refuses_plain_http(data: dict[str, str]) -> None:
    said = {"ALCUIN_SECRET_KEY": STRONG, "ALCUIN_PUBLIC_URL": "http://learn.example.org"}

    with pytest.raises(SettingRefused, match="https"):
        read_settings(data | said | {"ALCUIN_ENV": "production"})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PORT", "eighty", "whole number from 1 to 65535"),
        ("PORT", "0", "whole number from 1 to 65535"),
        ("WORKERS", "-1", "whole number from 1 to 64"),
        ("ENV", "staging", "one of development, production"),
        ("PUBLIC_URL", "learn.example.org", "http or https"),
        ("PUBLIC_URL", "https://learn.example.org/lms", "without a path"),
        ("TRUSTED_PROXIES", "10.0.0.0/99", "10.0.0.0/99"),
        ("CORS_ORIGINS", "*", "http or https"),
        ("IMAGE_HOSTS", "https://images.example.org", "host names"),
    ],
)
def test_a_bad_value_is_refused_by_name_with_what_was_expected(
    data: dict[str, str], name: str, value: str, expected: str
) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings(data | {f"ALCUIN_{name}": value})

    assert f"ALCUIN_{name}" in str(refused.value)
    assert expected in str(refused.value)


@pytest.mark.parametrize(
    "given",
    [
        {"MEDIA_URL": "https://bucket"},
        {"MEDIA_S3_KEY_ID": "id", "MEDIA_S3_SECRET": "zqsecret"},
        {"MEDIA_URL": "s3://bucket", "MEDIA_S3_SECRET": "zqsecret"},
        {"MEDIA_URL": "s3://id:zqsecret@bucket"},
        {"MEDIA_URL": "s3://bucket", "MEDIA_S3_ENDPOINT": "store.example.org"},
    ],
)
def test_half_a_bucket_is_refused(data: dict[str, str], given: dict[str, str]) -> None:
    with pytest.raises(SettingRefused, match="ALCUIN_MEDIA_"):
        read_settings(data | {f"ALCUIN_{name}": value for name, value in given.items()})


def test_a_bucket_is_named_and_its_secret_is_never_said(data: dict[str, str]) -> None:
    given = {
        "ALCUIN_MEDIA_URL": "s3://bucket/prefix",
        "ALCUIN_MEDIA_S3_KEY_ID": "id",
        "ALCUIN_MEDIA_S3_SECRET": "zqsecret",
    }
    assert read_settings(data | given).media_s3_secret == "zqsecret"
    for wrong in ({"ALCUIN_MEDIA_URL": ""}, {"ALCUIN_MEDIA_S3_KEY_ID": ""}):
        with pytest.raises(SettingRefused) as refused:
            read_settings(data | given | wrong)
        assert "zqsecret" not in str(refused.value)


def test_a_setting_that_does_not_exist_is_refused(data: dict[str, str]) -> None:
    with pytest.raises(SettingRefused, match="ALCUIN_PROT"):
        read_settings(data | {"ALCUIN_PROT": "80"})
