"""Every code of the guide has its proof, and every fault of the mock proves something."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from ekakushin.fixtures.mock_site import FAULTS
from ekakushin.flows.guide import entries
from tests.support.proofs import PROOFS, Proof

ROOT = Path(__file__).parents[4]


THENS = {proof.then for proof in PROOFS.values()}  # told by another try, which the command's test compares


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


def test_every_code_has_a_row_and_every_row_a_code() -> None:
    assert set(PROOFS) == {each.code for each in entries()}


def test_every_fault_of_the_mock_proves_a_code() -> None:
    assert {proof.fault for proof in PROOFS.values() if proof.fault} == set(FAULTS)


@pytest.mark.parametrize("code", PROOFS)
def test_the_proof_of_a_code_is_a_test(code: str) -> None:
    file, _, name = PROOFS[code].test.partition("::")

    assert name in functions(file)


@pytest.mark.parametrize(("code", "proof"), PROOFS.items())
def test_a_proof_without_a_fault_names_its_code(code: str, proof: Proof) -> None:
    file = ROOT / proof.test.partition("::")[0]

    assert (
        proof.fault
        or code in file.read_text("utf-8")
        or code in (ROOT / "tests/support/proofs.py").read_text("utf-8")
    )
