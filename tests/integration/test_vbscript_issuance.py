"""Issuing on a site whose STEP2 is written in VBScript, with the whole tool against the mock."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from ekakushin.fixtures.mock_site import MockSite
from tests.integration.conftest import Order

# STEP2's script as a page of VBScript would have it. %REQUEST% and %EVENT% are the form's fields.
STEP2 = """<script language="VBScript">
<!--
Dim infos
Sub Window_OnLoad
  Dim info
  Set infos = objCertEnrollClassFactory.CreateObject("X509Enrollment.CCspInformations")
  infos.AddAvailableCsps
  For i = 0 To infos.Count - 1
    Set info = infos.ItemByIndex(i)
    If info.LegacyCsp And (info.Type = 1 Or info.Type = 24) Then AddOption document.forms(0).c201, info.Name, i
    If InStr(info.Name, "Enhanced Cryptographic") > 0 Then
      document.forms(0).c201.selectedIndex = document.forms(0).c201.length - 1
    End If
  Next
  ChangeCsp
End Sub
Sub AddOption(list, ByVal words, ByVal value)
  Dim choice
  Set choice = document.createElement("OPTION")
  choice.text = words
  choice.value = value
  list.options.add choice
End Sub
Sub ChangeCsp()
  Dim bits, algorithm
  document.forms(0).k202.options.length = 0
  Set algorithm = infos.ItemByIndex(document.forms(0).c201.value)
  Set algorithm = infos.GetCspStatusFromProviderName(algorithm.Name, 1).CspAlgorithm
  For Each bits In Array(2048, 3072, 4096)
    If bits <= algorithm.MaxLength Then AddOption document.forms(0).k202, bits & " bit", bits
  Next
End Sub
Function MakeRequest(form)
  Dim key, request, enroll
  Set key = objCertEnrollClassFactory.CreateObject("X509Enrollment.CX509PrivateKey")
  key.ProviderName = infos.ItemByIndex(form.c201.value).Name
  key.ProviderType = infos.ItemByIndex(form.c201.value).Type
  key.KeySpec = 1
  key.Length = form.k202.value
  Set request = objCertEnrollClassFactory.CreateObject("X509Enrollment.CX509CertificateRequestPkcs10")
  request.InitializeFromPrivateKey 1, key, ""
  Set enroll = objCertEnrollClassFactory.CreateObject("X509Enrollment.CX509Enrollment")
  enroll.InitializeFromRequest request
  MakeRequest = enroll.CreateRequest(1)
End Function
Sub DoIssue
  With document.forms(0)
    .%REQUEST%.value = MakeRequest(document.forms(0))
    .%EVENT%.value = "issue"
    .submit
  End With
End Sub
-->
</script>
%MORE%"""


def in_vbscript(change=lambda script: script, more=""):
    """A filter that writes STEP2's script anew."""

    def rewrite(html: str, path: str) -> str:
        fields = re.search(
            r"form\.(\w+)\.value = makeRequest.*?form\.(\w+)\.value = \"issue\"", html, re.DOTALL
        )
        if not fields:
            return html
        script = change(STEP2).replace("%MORE%", more)
        script = script.replace("%REQUEST%", fields[1]).replace("%EVENT%", fields[2])
        html = re.sub(r"<script.*?</script>", lambda _: script, html, count=1, flags=re.DOTALL)
        return html.replace('onclick="doIssue()"', 'onclick="vbscript:DoIssue"')

    return rewrite


def issued(site: MockSite) -> Counter[str]:
    return Counter(line.act for line in site.ledger() if line.outcome == "ok")


def test_a_certificate_is_issued_by_a_page_in_vbscript(order: Order) -> None:
    site, flows = order(html_filter=in_vbscript())
    (result,) = flows.onboard(steps=("issue", "verify"))
    assert (result.state, result.code) == ("done", "")
    assert (issued(site)["authenticate"], issued(site)["issue"], issued(site)["verify"]) == (1, 1, 1)


def test_vbscript_that_fails_where_it_does_not_matter_holds_nothing_up(order: Order) -> None:
    more = '<script language="VBScript">Set shell = CreateObject("WScript.Shell")</script>'
    site, flows = order(html_filter=in_vbscript(more=more))
    (result,) = flows.onboard(steps=("issue",))
    assert (result.state, issued(site)["issue"]) == ("done", 1)


@pytest.mark.usefixtures("empty_lists")
@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        (
            "  infos.AddAvailableCsps",
            '  infos.AddAvailableCsps "s3cret" Then',
            '7: infos.AddAvailableCsps "…" Then',
        ),
        ("  infos.AddAvailableCsps", "  infos.AddNothing", "7: infos.AddNothing"),
        ("  infos.AddAvailableCsps", "  Do : Loop", "7: Do : Loop"),
    ],
)
def test_vbscript_that_cannot_be_run_is_told_as_such(
    order: Order, monkeypatch: pytest.MonkeyPatch, before: str, after: str, place: str
) -> None:
    monkeypatch.setattr("ekakushin.flows.certenroll.bridge.SECONDS", 0.3)
    site, flows = order(html_filter=in_vbscript(lambda script: script.replace(before, after)))
    (result,) = flows.onboard(steps=("issue",))
    assert (result.state, result.code) == ("failed", "ISS-020")
    assert place in result.message
    assert issued(site)["issue"] == 0
    assert flows.office.certificates.requested_at(result.user_id) is None


def test_vbscript_that_fails_when_issuing_is_told_as_such_and_nothing_is_sent(order: Order) -> None:
    site, flows = order(html_filter=in_vbscript(lambda script: script.replace("key.KeySpec", "key.Colour")))
    (result,) = flows.onboard(steps=("issue",))
    assert (result.state, result.code) == ("failed", "ISS-020")
    assert "key.Colour" in result.message
    assert issued(site)["issue"] == 0
    assert flows.office.certificates.requested_at(result.user_id) is None
