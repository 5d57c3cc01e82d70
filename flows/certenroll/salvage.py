"""Finds a site's answer in the markup of the page, before anybody presses a button there."""

from __future__ import annotations

import re
from contextlib import suppress

from ekakushin.flows.certenroll.responses import take_in
from ekakushin.flows.certenroll.windows import EnrollmentFailure
from ekakushin.flows.keeping import CertificateStore
from ekakushin.flows.models import ClientCertificate

# A script may build the text in pieces: "MII…" + "…", with \n or \r\n between, or escaped slashes.
_JOINTS = re.compile(r"""["']\s*\+\s*["']|\\r\\n|\\n|\\r|\\(?=/)|&#1[03];|\s+""")
_ANSWER = re.compile(r"MI[IHGFM][A-Za-z0-9+/]{300,}={0,2}")


def salvage(html: str, *, user_id: str, store: CertificateStore) -> ClientCertificate | None:
    """Keep the person's certificate if the page holds it, as PKCS#7 or single; None if it does not.

    The page's own installation does the same later and then changes nothing. What the store raises passes.
    """
    for answer in _ANSWER.findall(_JOINTS.sub("", html)):
        with suppress(EnrollmentFailure):  # some other certificate, or some other text
            return take_in(answer, user_id=user_id, store=store)
    return None
