"""What people do on a page, for browser tests."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page

from tests.e2e.site import PASSWORD, Site


def png(name: str = "sketsa.png") -> Any:
    """Return a small picture, as a file input takes it."""
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "#f3b53f").save(out, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": out.getvalue()}


def form_to(page: Page, action: str) -> Locator:
    """Return the first form on the page that is sent to `action`; the details it lies in are opened."""
    form = page.locator(f"main form[action='{action}']").first
    closed = page.locator(f"main details:not([open]):has(form[action='{action}']) > summary")
    if closed.count():
        closed.first.click()
    return form


def fill(form: Locator | Page, **fields: str | bool) -> None:
    """Fill in fields by name; True ticks a box, `choose_name=value` a radio button or a select."""
    for name, value in fields.items():
        if name.startswith("choose_"):
            choose(form, name.removeprefix("choose_"), str(value))
        elif value is True:
            form.locator(f"[name='{name}']").check()
        else:
            form.locator(f"[name='{name}']").first.fill(str(value))


def choose(form: Locator | Page, name: str, value: str) -> None:
    """Pick one of several."""
    select = form.locator(f"select[name='{name}']")
    if select.count():
        select.select_option(value)
    else:
        form.locator(f"input[name='{name}'][value='{value}']").check()


def press(link: Locator) -> None:
    """Press a link or button that opens a page, and wait for that page.

    A click alone may come back while the old page still stands: what is asked of it then is a matter of luck.
    """
    with link.page.expect_navigation():
        link.click()


def download(link: Locator) -> Path:
    """Press a link or button that hands out a file; return where it lies."""
    with link.page.expect_download() as file:
        link.click()
    return file.value.path()


def ready(page: Page, action: str, **fields: str | bool) -> Locator:
    """Fill in the form that is sent to `action`; return its own button."""
    form = form_to(page, action)
    fill(form, **fields)
    return form.locator("button[type=submit]:not([formaction])").first


def send(page: Page, action: str, **fields: str | bool) -> None:
    """Fill in the form that is sent to `action`, press its own button and wait for the page that answers."""
    press(ready(page, action, **fields))


def sign_in(page: Page, name: str) -> None:
    """Sign in with address and password, on the sign-in page."""
    send(page, "/masuk", email=f"{name}@contoh.example", password=PASSWORD)


def follow_mail(site: Site, page: Page, email: str, part: str) -> str:
    """Open the newest mailed link that holds `part`; return its path."""
    path = site.mailed_link(email, part)
    page.goto(path)
    return path


BODY = "Kantong kain yang dicuci bersama isinya, jadi tidak ada plastik yang terbuang setiap minggu."


def write_idea(page: Page, title: str, body: str = BODY, *, picture: bool = False) -> None:
    """Fill in the idea form; two alike on one board lead to the question whether they are the same."""
    fill(page, title=title, body=body, for_whom="Keluarga muda di lorong.", why="Kainnya sisa konveksi.")
    if picture:
        page.locator("input[name=pictures]").first.set_input_files(png())
        page.locator("input[name=alt]").first.fill("Kantong kain kuning.")


def unsent(site: Site, *under: str) -> set[str]:
    """Return the handlers of forms (under these paths) that no browser without JavaScript has sent with success."""
    rules = [rule for rule in site.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    writes = {rule.endpoint for rule in rules if rule.rule.startswith(under or "/")}
    return writes - {endpoint for endpoint, scripted in site.sent if not scripted}


def all_were_asked_for(request: Any) -> bool:
    """Say whether every test of the file runs, so that it can be counted what they did."""
    asked = {item.name for item in request.session.items if item.path == request.path}
    return {name for name in vars(request.module) if name.startswith("test_")} <= asked
