"""What comes out of the printer."""

from __future__ import annotations

import re

from tests.e2e.kinds import FAIR

A5 = (420, 595)  # points


def test_the_poster_is_one_sheet_of_a5(open_page):
    page = open_page()
    page.goto(f"{FAIR}/poster")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    [box] = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert tuple(round(float(side)) for side in box) == A5
