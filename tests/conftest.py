"""What all tests share: no silent skip in CI."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("tellers", deadline=None)  # A shared machine is slow at times, and that is no failure.
settings.load_profile("tellers")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Let nothing that is missing pass for tested in CI: only what is declared "unsupported: …" may be skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = [
        r for r in (reporter.stats.get("skipped", []) if reporter else []) if "unsupported: " not in str(r.longrepr)
    ]
    if os.environ.get("CI") and skipped and exitstatus == 0:
        for report in skipped:
            print(f"skipped in CI, which counts as failed: {report.nodeid}: {report.longrepr}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
