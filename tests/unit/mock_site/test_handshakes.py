"""What a server's TLS is told when something goes wrong."""

from __future__ import annotations

import ssl

import pytest
from cryptography import x509

from fixtures.mock_site.authority import Authority, certificate_names
from fixtures.mock_site.handshakes import Handshakes
from fixtures.mock_site.records import Records


class Beginning:
    """A connection of which nothing is known yet but the context."""

    context: ssl.SSLContext | None = None


def chosen(authority: Authority, records: Records, *, ask: bool) -> ssl.SSLContext | None:
    """What the connection gets in place of the server's own context."""
    own, connection = Handshakes(authority, records).context(ask_for_certificate=ask), Beginning()
    assert own.sni_callback is not None
    own.sni_callback(connection, None, own)
    return connection.context


@pytest.mark.parametrize("ask", [True, False])
def test_nothing_is_changed_without_a_reason(authority: Authority, records: Records, ask: bool) -> None:
    records.add_fault("NET-005")

    assert chosen(authority, records, ask=ask) is None


@pytest.mark.parametrize(("spec", "changed"), [("CRT-001", [True, False]), ("NET-002", [True, True])])
def test_certificates_are_refused_where_they_are_asked_for(
    authority: Authority, records: Records, spec: str, changed: list[bool]
) -> None:
    records.add_fault(spec)

    assert [bool(chosen(authority, records, ask=ask)) for ask in (True, False)] == changed


@pytest.mark.parametrize(("user_id", "units"), [("10006", ["10006"]), ("", [])])
def test_one_person_s_names_are_known_before_the_certificate(user_id: str, units: list[str]) -> None:
    names = certificate_names(user_id)

    found = names.get_attributes_for_oid(x509.NameOID.ORGANIZATIONAL_UNIT_NAME)
    assert [each.value for each in found] == units
    assert not names.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
