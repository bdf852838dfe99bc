"""`python -m benchmarks.web URL`: bytes and milliseconds to open the widget of a running bot, beside a page without it.

The bytes are those on the wire. Milliseconds are medians of RUNS, from the click to a box that takes a question; `cold` is with an empty
cache, `warm` with a full one. `beside` is the time in the same browser to open the plain page of the route map on the same server.
"""

from __future__ import annotations

import shutil
import statistics
import sys

from playwright.sync_api import Browser, Page, sync_playwright

RUNS = 5


def main(url: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        before, after = _bytes(browser, url)
        cold, warm, plain = [], [], []
        for _ in range(RUNS):
            page = browser.new_page()
            plain.append(_plain(page, url))
            page.close()
            context = browser.new_context()
            cold.append(_open(context.new_page(), url))
            warm.append(_open(context.new_page(), url))
            context.close()
        browser.close()
    beside = statistics.median(plain)
    print(f"bytes before it is opened       {before:>9}")
    print(f"bytes on opening                {after:>9}")
    for name, times in (("cold", cold), ("warm", warm)):
        median = statistics.median(times)
        print(f"ms to open, {name:20}{median:>9.0f}   {median / beside:.1f} x the plain page ({beside:.0f} ms)")


def _bytes(browser: Browser, url: str) -> tuple[int, int]:
    """What the widget itself loads: its script, then all that comes with the window."""
    page = browser.new_page()
    sizes = {"script": 0, "window": 0}

    def note(response: object) -> None:
        request = response.request  # type: ignore[attr-defined]
        size = request.sizes()
        kind = "script" if request.url.endswith("/wegwijzer.js") else "window"
        sizes[kind] += size["responseBodySize"] + size["responseHeadersSize"]

    page.on("response", note)
    page.goto(f"{url}/chat/voorbeeld")
    page.wait_for_load_state("networkidle")
    sizes["window"] = 0
    _click(page)
    page.wait_for_load_state("networkidle")
    page.close()
    return sizes["script"], sizes["window"]


def _plain(page: Page, url: str) -> float:
    page.goto(f"{url}/routekaart/")
    return float(page.evaluate("() => performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart"))


def _open(page: Page, url: str) -> float:
    page.goto(f"{url}/chat/voorbeeld")
    start = page.evaluate("() => performance.now()")
    _click(page)
    return float(page.evaluate("() => performance.now()")) - float(start)


def _click(page: Page) -> None:
    page.locator("#wegwijzer button").click()
    page.frame_locator("iframe").get_by_role("textbox").wait_for()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:5005")
