"""Headless Chromium, for looking at pages as a person would."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--hide-scrollbars")


def missing() -> str:
    """Say what is missing to drive Chromium, or give an empty text."""
    tools = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"{' and '.join(tools)} not installed (Debian: apt-get install chromium chromium-driver)" if tools else ""


@contextmanager
def browser() -> Iterator[Any]:
    """Give a selenium driver of a fresh Chromium without network; it ends with the block."""
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}", "--window-size=1280,800"):
            options.add_argument(flag)
        driver = Chrome(options, ChromeService(shutil.which("chromedriver")))
        try:
            driver.execute_cdp_cmd("Network.enable", {})
            offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
            driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
            yield driver
        finally:
            driver.quit()


def open_file(driver: Any, path: Path) -> None:
    """Open a file as a person would by a double click."""
    driver.get(path.resolve().as_uri())


def dress(driver: Any, *, dark: bool, size: tuple[int, int]) -> None:
    """Make it day or night, and the window as large as told, in pixels."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    window = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", window)
