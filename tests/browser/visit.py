"""A person at a browser, and a witness of everything their browser does."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from tests.browser.portal import Portal

AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# The line of messages is Wagtail's.
OWN_CMS_PART = {"include": [["main"]], "exclude": [[".messages"]]}
OWN_CMS_PAGES = ("/cms/cases/", "/cms/event-staff/", "/cms/operation/")
# Reported to the console, which the witness reads; a policy that blocks leaves no other trace.
REPORT_POLICY = """
document.addEventListener("securitypolicyviolation",
    event => console.error("policy violation: " + event.violatedDirective + " " + event.blockedURI));
"""
# The element the focus is on, whether one sees that it is, and whether something covers it.
FOCUS = """
async () => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
    for (let top = null, still = 0; still < 3; ) {  // until the page has scrolled to it
        await frame();
        const now = element.getBoundingClientRect().top;
        still = now === top ? still + 1 : 0;
        top = now;
    }
    const drawn = style => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
        || style.boxShadow !== "none";
    let seen = false;
    for (let node = element, steps = 0; node && steps < 4; node = node.parentElement, steps += 1)
        seen = seen || drawn(getComputedStyle(node));
    const box = element.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 12);
    const top = document.elementFromPoint(x, y);
    const covered = !(top && (top === element || element.contains(top) || top.contains(element)
        || (element.labels && [...element.labels].some(label => label.contains(top)))));
    const name = element.tagName.toLowerCase() + (element.id ? "#" + element.id : "")
        + " " + (element.name || element.getAttribute("href") || element.textContent.trim().slice(0, 40));
    return {name, seen, covered, width: box.width, height: box.height};
}
"""
REACHABLE = """
() => [...document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])")]
    .filter(element => !element.disabled && element.checkVisibility({visibilityProperty: true}))
    .filter(element => {
        if (element.type !== "radio") return true;
        const group = [...document.getElementsByName(element.name)];
        return element === (group.find(radio => radio.checked) || group[0]);
    }).length
"""


class Visit:
    """One browser window at the portal. ``troubles`` is what must never happen, collected over the whole visit."""

    def __init__(
        self,
        browser: Browser,
        portal: Portal,
        *,
        name: str = "",
        script: bool = True,
        width: int = 1280,
        colours: str = "light",
        strict_axe: bool = True,
        other_hosts: tuple[str, ...] = (),
    ):
        self.portal, self.name, self.script, self.width, self.strict_axe = portal, name, script, width, strict_axe
        self.hosts = tuple(f"{host}/" for host in (portal.address, *other_hosts))
        self.troubles: list[str] = []
        self.shots = 0
        self.context = browser.new_context(
            base_url=portal.address,
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            color_scheme=colours,
            reduced_motion="reduce",
            locale="de-DE",
        )
        if script:
            self.context.add_init_script(REPORT_POLICY)
        self.page: Page = self.context.new_page()
        self.page.on("request", self._on_request)
        self.page.on("response", self._on_response)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.page.url}: script error {error}"))

    def _on_request(self, request) -> None:
        if not request.url.startswith((*self.hosts, "data:", "blob:")):
            self.troubles.append(f"{self.page.url}: request to another host: {request.url}")

    def _on_response(self, response) -> None:
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            self.troubles.append(f"{self.page.url}: {response.status} {response.url}")

    def _on_console(self, message) -> None:
        if message.type == "error" and re.search(r"policy|refused|blocked", message.text, re.IGNORECASE):
            self.troubles.append(f"{self.page.url}: {message.text[:300]}")

    def close(self) -> None:
        self.context.close()

    # --- moving about ---

    def open(self, path: str) -> None:
        """Go to an address and look at what is there."""
        self.page.goto(path)
        self.look()

    def press(self, control: Locator) -> None:
        """Use a link or button and look at the page it leads to."""
        control.click()
        self.page.wait_for_load_state()
        self.look()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def main(self, selector: str) -> Locator:
        return self.page.locator("main").locator(selector)

    # --- looking ---

    def look(self) -> None:
        """What is checked on every page of every journey."""
        self.keep_picture()
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            self.troubles.append(f"{self.page.url}: {wide} px wide in a window of {self.width} px")
        if self.script and self.strict_axe and not self.is_stock_cms:
            part = OWN_CMS_PART if self.path.startswith("/cms/") else None
            self.troubles += [f"{self.page.url}: {line}" for line in axe_violations(self.page, part)]

    @property
    def is_stock_cms(self) -> bool:
        """Pages of the CMS that are Wagtail's, and what frames ours in it, are not ours to judge."""
        return self.path.startswith("/cms/") and not self.path.startswith(OWN_CMS_PAGES)

    def keep_picture(self) -> None:
        """Pictures of every page, for people who look through a journey: BROWSER_PICTURES names the folder."""
        folder = os.environ.get("BROWSER_PICTURES")
        if folder:
            self.shots += 1
            name = re.sub(r"[^\w-]+", "-", f"{self.name}-{self.shots:02d}-{self.path}").strip("-")
            self.page.screenshot(path=Path(folder) / f"{name[:110]}.png", full_page=True)

    # --- the keyboard ---

    def tab_to(self, control: Locator, *, at_most: int = 120) -> None:
        """Reach a control with the Tab key alone; on the way the focus is always to be seen and never covered."""
        target = control.element_handle()
        for _step in range(at_most):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            if focus:
                self._judge(focus)
            if self.page.evaluate("target => document.activeElement === target", target):
                return
        raise AssertionError(f"{self.page.url}: the Tab key does not reach {control}")

    def tab_through(self) -> int:
        """Go once through the page; returns how many controls the Tab key reached."""
        expected = self.page.evaluate(REACHABLE)
        reached = 0
        self.page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); window.scrollTo(0, 0); }")
        for _step in range(expected + 5):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            if focus is None:
                break
            self._judge(focus)
            reached += 1
        if reached < expected:
            self.troubles.append(f"{self.page.url}: Tab reached {reached} of {expected} controls")
        return reached

    def _judge(self, focus: dict) -> None:
        if not focus["seen"]:
            self.troubles.append(f"{self.page.url}: focus not visible on {focus['name']}")
        if focus["covered"]:
            self.troubles.append(f"{self.page.url}: {focus['name']} is covered while it has the focus")


def axe_violations(page: Page, part: dict | None = None) -> list[str]:
    found = Axe().run(page, context=part, options=AXE_OPTIONS).response["violations"]
    return [f"axe {one['id']}: {node['target']} {node['html'][:160]}" for one in found for node in one["nodes"]]
