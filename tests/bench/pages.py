"""Print the figures: weight of first visits, SQL statements and time per page."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import database, services
from tests.bench.weight import weigh
from tests.e2e.kinds import FAIR, OPEN
from tests.e2e.site import Site


def main() -> None:
    """Measure on a site of its own."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        pages = {
            "home": "/",
            "list": "/tantangan",
            "board open": OPEN,
            "board fair": FAIR,
            "45 ideas": site.long_board,
        }
        _weights(site, pages)
        _speed(site, pages)
        site.stop()


def _weights(site: Site, pages: dict[str, str]) -> None:
    if not services.chromium():
        print("no chromium: weights are left out")
        return
    print(f"{'page':<12}{'requests':>10}{'KB gzip':>10}{'HTML KB':>10}   (without photos)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.chromium(), args=["--no-sandbox"])
        for name, path in pages.items():
            context = browser.new_context(base_url=site.url, locale="id-ID")
            weight = weigh(context.new_page(), path)
            print(f"{name:<12}{weight.requests:>10}{weight.total / 1000:>10.1f}{weight.html / 1000:>10.1f}")
            context.close()
        browser.close()


def _speed(site: Site, pages: dict[str, str]) -> None:
    print(f"\n{'page':<12}{'statements':>10}{'median ms':>10}{'p95 ms':>10}   (in this process, one at a time)")
    database.use(site.app)
    client = site.app.test_client()
    for name, path in pages.items():
        with database.statements() as seen:
            client.get(path)
        times = []
        for _ in range(60):
            start = time.perf_counter()
            client.get(path)
            times.append((time.perf_counter() - start) * 1000)
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:<12}{len(seen):>10}{statistics.median(times):>10.1f}{p95:>10.1f}")


if __name__ == "__main__":
    main()
