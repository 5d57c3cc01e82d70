"""Makes pages written for Internet Explorer's certificate enrolment (CertEnroll) work in a browser of today."""

from ekakushin.flows.debugging import stay_quiet

stay_quiet()  # before the bridge imports Playwright

from ekakushin.flows.certenroll.bridge import Bridge, PageException  # noqa: E402  (see above)
from ekakushin.flows.certenroll.calls import CertificateRequest  # noqa: E402
from ekakushin.flows.certenroll.responses import take_in  # noqa: E402
from ekakushin.flows.certenroll.salvage import salvage  # noqa: E402
from ekakushin.flows.certenroll.windows import EnrollmentFailure  # noqa: E402

__all__ = ["Bridge", "CertificateRequest", "EnrollmentFailure", "PageException", "salvage", "take_in"]
