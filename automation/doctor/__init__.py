"""Is this PC ready for the service? Looks, says what it sees with the guide's codes, and mends what is safe."""

from automation.doctor.check import Check
from automation.doctor.examination import examine
from automation.doctor.fixing import fix
from automation.doctor.premises import Premises
from automation.doctor.printing import print_checks

__all__ = ["Check", "Premises", "examine", "fix", "print_checks"]
