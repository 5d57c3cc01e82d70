"""Checks whether this PC is ready for the service, reports with the guide's codes, and mends what is safe."""

from ekakushin.automation.doctor.check import Check, print_checks
from ekakushin.automation.doctor.examination import examine
from ekakushin.automation.doctor.fixing import fix
from ekakushin.automation.doctor.premises import Premises

__all__ = ["Check", "Premises", "examine", "fix", "print_checks"]
