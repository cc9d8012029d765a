"""Whose address it is."""

from ipaddress import ip_network

import pytest

from alcuin.kit.limits.addresses import is_within, network


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:0:1", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("no address", "no address"),
    ],
)
def test_one_customer_of_a_provider_is_one_place(address: str, place: str) -> None:
    assert network(address) == place


@pytest.mark.parametrize(
    ("address", "within"),
    [
        ("198.51.100.9", True),
        ("::ffff:198.51.100.9", True),
        ("198.51.101.9", False),
        ("2001:db8:7::1", True),
        ("2001:db8:8::1", False),
        ("", False),
    ],
)
def test_a_shared_network_is_known_however_the_address_is_written(
    address: str,
    within: bool,  # noqa: FBT001  a row of the table
) -> None:
    networks = (ip_network("198.51.100.0/24"), ip_network("2001:db8:7::/48"))
    assert is_within(address, networks) is within
