"""The pytest plugin, used by a test of somebody else's."""

from __future__ import annotations

import pytest

_A_TEST = """
def test_the_person_is_let_in(ekakushin, mock_site, new_context):
    (result,) = ekakushin.onboard()
    assert result.state == "done", result
    person = mock_site.people()[0]
    context = new_context(client_certificates=ekakushin.client_certificates(person.user_id))
    page = context.new_page()
    page.goto(person.login_url)
    assert page.get_by_text("ユーザID").count() > 0
    context.close()


def test_nobody_is_let_in_without_a_certificate(mock_site, new_context):
    page = new_context().new_page()
    try:
        page.goto(mock_site.people()[0].login_url)
    except Exception as error:
        assert "ERR_" in str(error)
    else:
        assert page.get_by_text("ユーザID").count() == 0
"""


def test_flows_and_page_work_together_in_a_test_that_is_not_async(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(_A_TEST)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", timeout=120)
    result.assert_outcomes(passed=2)
