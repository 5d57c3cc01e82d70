"""Pages written for Internet Explorer's certificate enrolment, working unchanged in a browser of today."""

from flows.certenroll.bridge import Bridge, Thrown
from flows.certenroll.calls import RequestMade
from flows.certenroll.responses import take_in
from flows.certenroll.salvage import salvage
from flows.certenroll.windows import EnrollmentFailure

__all__ = ["Bridge", "EnrollmentFailure", "RequestMade", "Thrown", "salvage", "take_in"]
