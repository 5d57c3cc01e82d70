"""What is read out of a TLS handshake's own messages."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from ekakushin.automation.doctor.handshake import certificates_in
from tests.support.signing import signed


@pytest.mark.parametrize("tls13", [True, False])
def test_the_certificates_of_a_handshake_are_read_whole_and_a_broken_one_is_left_out(tls13: bool) -> None:
    chain = [signed("one").certificate, signed("two").certificate]
    pieces = [each.public_bytes(Encoding.DER) for each in chain]
    entries = [len(each).to_bytes(3) + each + (b"\0\0" if tls13 else b"") for each in (*pieces, b"broken")]
    body = b"".join(entries)
    message = b"\x0b\0\0\0" + (b"\0" if tls13 else b"") + len(body).to_bytes(3) + body

    assert list(certificates_in(message, tls13=tls13)) == chain
