"""The public address: whether it is https, leads here, and whose word is taken for who asks."""

import asyncio
import http.client
import ssl
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from alcuin.ops.doctor.findings import Findings
from alcuin.ops.doctor.patient import Patient

SECONDS = 5.0
PROBE = "/health/live"
ALIVE = b'{"status":"alive"}'
WIDEST = 16
"""Bits that an IPv4 network of proxies has at least; IPv6 has twice as many."""


async def look(found: Findings, patient: Patient) -> None:
    """The address as people use it, and who stands before it."""
    is_secure = patient.public_url.startswith("https://")
    if not is_secure and not patient.is_development:
        found.warning(
            f"{patient.public_url} is not https.",
            "Put a proxy with a certificate before it and name its https address.",
        )
    _judge_proxies(found, patient, is_secure=is_secure)
    if not patient.limits and not patient.is_development:
        found.warning(
            "Limits are off: nothing bounds how much one client asks.", "Set ALCUIN_LIMITS=on."
        )
    fault = await asyncio.to_thread(_visit, patient.public_url)
    if fault:
        told = found.notice if patient.is_development else found.warning
        told(
            f"{patient.public_url}{PROBE} does not answer from here: {fault}",
            "Is alcuin serve running, does the name lead here, is the certificate valid?",
        )
    found.ok_unless_worse(f"{patient.public_url} leads to Alcuin.")


def _judge_proxies(found: Findings, patient: Patient, *, is_secure: bool) -> None:
    networks = [ip_network(each) for each in patient.trusted_proxies]
    if is_secure and not networks:
        found.warning(
            "No proxy is trusted, though one must answer for https: all clients seem to be one, "
            "and share its limits.",
            "Name the proxy's address in ALCUIN_TRUSTED_PROXIES.",
        )
    wide = [each for each in networks if not each.is_private or each.prefixlen == 0]
    for network in (each for each in wide if _is_wide(each)):
        found.fault(
            f"ALCUIN_TRUSTED_PROXIES believes all of {network}: anybody may claim any address.",
            "Name the addresses of your proxies alone.",
        )
    if networks and _is_open(patient.host):
        found.notice(
            f"{patient.host}:{patient.port} can be reached beside the proxy.",
            "Listen at 127.0.0.1, or let a firewall admit the proxy alone.",
        )


def _is_wide(network: IPv4Network | IPv6Network) -> bool:
    return network.prefixlen < WIDEST * (2 if network.version == 6 else 1)  # noqa: PLR2004  IPv6


def _is_open(host: str) -> bool:
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def _visit(public_url: str) -> str:
    """Ask as a client would; answers what is wrong."""
    parts = urlsplit(public_url)
    name = parts.hostname or ""
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(
            name, parts.port or 443, timeout=SECONDS, context=context
        )
    else:
        connection = http.client.HTTPConnection(name, parts.port or 80, timeout=SECONDS)
    try:
        connection.request("GET", PROBE)
        answer = connection.getresponse()
        body = answer.read(len(ALIVE) + 1)
    except (OSError, http.client.HTTPException) as fault:
        return f"{type(fault).__name__}: {fault}"
    finally:
        connection.close()
    return "" if body == ALIVE else f"something else answers there ({answer.status})"
