"""Which test proves which code of the guide: one row a code, with what the mock is told to do wrong.

A code without a row fails, and so does a fault of the mock that proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

COMMAND = "tests/acceptance/test_faults_command.py::test_a_fault_ends_in_its_code"
TWICE = "tests/acceptance/test_faults_command.py::test_running_it_again_does_nothing_that_a_careful_person_would_not"
ALONE = "tests/integration/test_faults.py::test_a_fault_of_a_site_of_its_own_ends_in_its_code"
WORLD = "tests/acceptance/test_other_worlds.py::"
MAILBOX = "tests/integration/test_mailbox.py::"
PROXY = "tests/acceptance/test_proxy_command.py::"
STEPS = "tests/unit/flows/steps/"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How a code is proven.

    `fault` is what the mock is told to do wrong, "" where the test makes another world. `step` is where it ends.
    `refused` are the acts that the site refuses meanwhile, each with its number; `then` is the code of another try
    ("": the same), and `again` the acts refused in that one. `silent` where no page is at fault.
    """

    test: str = COMMAND
    fault: str = ""
    step: str = ""
    state: str = "failed"
    refused: Mapping[str, int] | None = None
    then: str = ""
    again: Mapping[str, int] | None = None
    silent: bool = False


def _once(code: str, step: str, act: str = "", *, then: str = "") -> tuple[str, Proof]:
    """A fault that the site answers with one refusal (of `act`), and that is not tried again."""
    return code, Proof(fault=code, step=step, refused={act: 1} if act else {}, then=then, again={})


def _each_time(code: str, step: str, act: str) -> tuple[str, Proof]:
    """A fault that costs one refusal a run: what is sent then is something new, or nothing that counts."""
    return code, Proof(fault=code, step=step, refused={act: 1}, again={act: 1})


def _elsewhere(code: str, test: str) -> tuple[str, Proof]:
    return code, Proof(test=test)


PROOFS: Mapping[str, Proof] = dict(
    (
        _once("ISS-001", "issue", "authenticate", then="ISS-008"),
        _once("ISS-002", "issue"),
        _once("ISS-003", "issue"),
        ("ISS-004", Proof(fault="ISS-004", step="issue", refused={}, again={"authenticate": 1})),
        _once("ISS-005", "issue"),
        ("ISS-006", Proof(test=ALONE, fault="ISS-006", step="issue")),
        _once("ISS-007", "issue", "issue", then="ISS-004"),
        _elsewhere("ISS-008", TWICE),
        _once("ISS-009", "issue", "authenticate", then="ISS-008"),
        _once("ISS-010", "issue", "authenticate", then="ISS-008"),
        *(_once(f"ISS-0{number}", "issue") for number in range(11, 18)),
        _elsewhere("ISS-018", f"{WORLD}test_an_issuance_address_that_was_cut_short"),
        _elsewhere(
            "ISS-019", "tests/integration/test_issuers.py::test_a_page_that_makes_keys_without_end_is_stopped"
        ),
        _elsewhere(
            "ISS-020",
            "tests/integration/test_vbscript_issuance.py::test_vbscript_that_cannot_be_run_is_told_as_such",
        ),
        _once("CRT-001", "verify"),
        _elsewhere("CRT-002", f"{STEPS}test_login.py::test_nobody_logs_in_without_a_certificate"),
        _each_time("CRT-003", "verify", "verify"),
        _once("CRT-004", "signup", "signup"),
        _once("CRT-005", "signup"),
        _once("CRT-006", "signup"),
        _elsewhere("CRT-007", f"{WORLD}test_a_certificate_whose_key_is_gone"),
        _elsewhere("CRT-008", "tests/acceptance/test_cert_command.py::test_the_site_offers_no_renewal"),
        _elsewhere(
            "CRT-009",
            "tests/integration/test_renewal.py::test_a_renewal_that_is_offered_is_told_and_not_pressed",
        ),
        _elsewhere(
            "CRT-010", "tests/acceptance/test_cert_command.py::test_a_pc_without_the_tools_for_its_store"
        ),
        _elsewhere(
            "CRT-011",
            "tests/unit/automation/certificates/test_cert_commands.py::"
            "test_a_policy_that_may_not_be_written_is_told_with_the_file_to_place",
        ),
        _elsewhere(
            "CRT-012",
            "tests/unit/automation/certificates/stores/test_installing.py::"
            "test_killed_on_the_way_it_can_be_gone_on_with",
        ),
        _elsewhere(
            "CRT-013",
            "tests/unit/automation/certificates/test_listing.py::test_versions_stand_side_by_side",
        ),
        _once("ACC-001", "login", "login", then="ACC-003"),
        _each_time("ACC-002", "login", "login"),
        _elsewhere("ACC-003", TWICE),
        _once("ACC-004", "signup", "signup", then="ACC-003"),
        _each_time("ACC-005", "password", "password"),
        _elsewhere("ACC-006", f"{WORLD}test_a_rule_that_no_password_can_meet"),
        _elsewhere(
            "ACC-007",
            f"{STEPS}test_password.py::test_what_is_no_answer_is_settled_by_a_login_with_the_new_one",
        ),
        _elsewhere(
            "ACC-008", f"{STEPS}test_login.py::test_three_attempts_that_ended_unclear_end_all_attempts"
        ),
        _each_time("ACC-009", "login", "login"),
        _once("ACC-010", "login", "login", then="ACC-003"),
        _once("ACC-011", "signup"),
        _each_time("ACC-012", "password", "password"),
        _each_time("ACC-013", "password", "password"),
        _elsewhere("ACC-014", f"{WORLD}test_a_login_address_that_was_cut_short"),
        _elsewhere(
            "ACC-015",
            "tests/acceptance/test_credentials_command.py::test_what_is_forgotten_is_gone_and_others_stay",
        ),
        ("SGN-001", Proof(fault="SGN-001", step="signing", state="waiting", refused={}, silent=True)),
        _each_time("SGN-002", "signing", "sign"),
        _each_time("SGN-003", "pin", "pin"),
        _elsewhere(
            "SGN-004",
            "tests/integration/test_engine.py::test_whoever_waits_is_in_the_queue_with_the_moment_to_come_again",
        ),
        ("SGN-005", Proof(fault="SGN-005", step="pin", refused={}, again={}, silent=True)),
        ("SGN-006", Proof(fault="SGN-006", step="pin", refused={}, again={}, silent=True)),
        ("NET-001", Proof(test=ALONE, fault="NET-001", step="issue")),
        ("NET-002", Proof(test=ALONE, fault="NET-002", step="issue")),
        _once("NET-003", "issue"),
        _once("NET-004", "issue"),
        _once("NET-005", "issue"),
        _once("NET-006", "login"),
        _each_time("NET-007", "issue", "authenticate"),
        _once("NET-008", "issue"),
        ("NET-009", Proof(fault="NET-009", step="login", refused={}, again={}, silent=True)),
        _elsewhere(
            "NET-010",
            "tests/integration/test_origins.py::test_a_site_whose_tls_the_browser_does_not_speak_is_told_as_that",
        ),
        _elsewhere("NET-011", f"{PROXY}test_onboard_names_at_once_what_doctor_names"),
        _elsewhere("NET-012", f"{PROXY}test_onboard_names_at_once_what_doctor_names"),
        _elsewhere("NET-013", f"{PROXY}test_onboard_names_at_once_what_doctor_names"),
        _elsewhere("NET-014", f"{PROXY}test_onboard_names_at_once_what_doctor_names"),
        _elsewhere("ENV-001", f"{WORLD}test_a_pc_without_a_browser"),
        _elsewhere("ENV-002", f"{WORLD}test_a_pc_without_a_keyring"),
        _elsewhere("ENV-003", f"{WORLD}test_a_vault_with_another_passphrase"),
        _elsewhere("ENV-004", f"{WORLD}test_a_home_that_is_a_file"),
        _elsewhere("ENV-005", f"{WORLD}test_a_site_file_that_says_nothing"),
        _elsewhere("ENV-006", f"{WORLD}test_a_browser_that_dies"),
        _elsewhere("ENV-007", f"{WORLD}test_a_mock_that_is_nowhere"),
        _elsewhere(
            "ENV-008",
            "tests/acceptance/test_roster_command.py::test_who_belongs_to_another_pc_is_refused_and_told_why",
        ),
        _elsewhere("ENV-009", f"{WORLD}test_a_roster_that_is_no_workbook"),
        _elsewhere("ENV-010", f"{WORLD}test_a_database_that_is_not_there"),
        _elsewhere("ENV-011", f"{WORLD}test_a_clock_that_is_wrong"),
        _elsewhere("ENV-012", f"{WORLD}test_a_disk_that_is_full_when_the_key_is_made"),
        _elsewhere(
            "ENV-013",
            "tests/acceptance/test_doctor_command.py::test_a_policy_that_means_another_certificate",
        ),
        _elsewhere(
            "ENV-014",
            "tests/integration/test_one_press.py::test_a_browser_that_never_answers_again_is_given_up",
        ),
        _elsewhere("ENV-015", "tests/unit/automation/doctor/test_load.py::test_a_busy_pc_is_told"),
        _elsewhere(
            "ENV-016",
            "tests/unit/automation/engine/test_stopping.py::test_a_loop_in_which_nothing_goes_on_is_ended",
        ),
        _elsewhere("ENV-017", "tests/integration/test_certenroll.py::test_a_sniffing_page"),
        ("MAIL-001", Proof(fault="MAIL-001", refused={}, silent=True)),
        ("MAIL-002", Proof(fault="MAIL-002", refused={}, silent=True)),
        ("MAIL-003", Proof(fault="MAIL-003", refused={}, silent=True)),
        _elsewhere("MAIL-004", f"{WORLD}test_somebody_whose_mails_nobody_has_read"),
        _elsewhere(
            "MAIL-005", f"{MAILBOX}test_a_server_whose_certificate_nobody_vouches_for_is_sent_nothing"
        ),
        _elsewhere("MAIL-006", f"{MAILBOX}test_a_refused_password_is_sent_once"),
        _elsewhere("MAIL-007", f"{MAILBOX}test_a_folder_that_is_not_there_is_told_with_those_that_are"),
        _once("TOOL-001", "login"),
        _elsewhere(
            "TOOL-002",
            "tests/unit/automation/test_main.py::test_a_bug_is_one_line_with_the_place_and_without_its_words",
        ),
        _elsewhere(
            "TOOL-003",
            "tests/integration/test_engine.py::test_somebody_whom_another_process_works_on_is_waited_for",
        ),
        _elsewhere(
            "TOOL-004",
            "tests/integration/test_engine.py::test_who_lets_the_program_die_again_and_again_is_left_alone",
        ),
        _elsewhere(
            "TOOL-005",
            "tests/acceptance/test_credentials_command.py::test_a_log_that_was_tampered_with_stops_everything",
        ),
        _elsewhere(
            "TOOL-006",
            "tests/integration/test_one_press.py::test_a_sign_up_that_is_sent_again_is_held_back_and_told",
        ),
        _elsewhere(
            "TOOL-007",
            "tests/unit/automation/engine/test_watchdog.py::test_what_does_not_end_is_told_with_what_happened_last",
        ),
    )
)
