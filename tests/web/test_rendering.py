"""One handler, two shapes: a page for browsers, a fragment for htmx."""

from __future__ import annotations


def test_a_browser_gets_the_page(probe):
    answer = probe.get("/uji")
    assert "<html" in answer.text
    assert '<p id="part">isi</p>' in answer.text


def test_htmx_gets_the_fragment_only(probe):
    assert probe.get("/uji", htmx=True).text.strip() == '<p id="part">isi</p>'


def test_a_history_restore_gets_the_page(probe):
    assert "<html" in probe.get("/uji", htmx=True, headers={"HX-History-Restore-Request": "true"}).text


def test_a_header_of_another_kind_is_no_htmx(probe):
    assert "<html" in probe.get("/uji", headers={"HX-Request": "false"}).text


def test_caches_are_told_what_the_answer_depends_on(probe):
    for htmx in (True, False):
        vary = probe.get("/uji", htmx=htmx).vary
        assert {"hx-request", "hx-history-restore-request"} <= {name.lower() for name in vary}


def test_after_a_write_a_browser_is_sent_on_with_303(probe):
    answer = probe.post("/uji/ubah")
    assert answer.status_code == 303
    assert answer.location == "/uji"
    assert "Tersimpan" in probe.get("/uji").text


def test_after_a_write_htmx_gets_the_fragment_and_the_announcement(probe):
    answer = probe.post("/uji/ubah", htmx=True)
    assert answer.status_code == 200
    assert '<p id="part">baru</p>' in answer.text
    assert "Tersimpan" in answer.text
    assert "hx-swap-oob" in answer.text
    assert "<html" not in answer.text


def test_a_message_shown_to_htmx_does_not_show_again(probe):
    probe.post("/uji/ubah", htmx=True)
    assert "Tersimpan" not in probe.get("/uji").text


def test_htmx_is_told_to_load_a_new_page_whole(probe):
    answer = probe.post("/uji/pergi", htmx=True)
    assert (answer.status_code, answer.headers["HX-Redirect"], answer.text) == (200, "/uji", "")
    assert "Sampai di sini" in probe.get("/uji").text


def test_what_people_typed_is_escaped(probe):
    assert "&lt;b&gt;" in probe.get("/uji?kata=<b>", htmx=True).text


# What the browser keeps until we have it


def test_the_next_page_names_the_text_that_arrived_once(probe):
    probe.post("/uji/pergi", {"keep": "keep:7:/uji:k1"})
    first = probe.get("/uji").text
    assert 'data-arrived="keep:7:/uji:k1"' in first
    assert first.count("keep:7:/uji:k1") == 1, "it is no message for people"
    assert "data-arrived" not in probe.get("/uji").text


def test_only_names_of_kept_texts_are_passed_on(probe):
    for name in ("theme", "keep:" + "x" * 300):
        probe.post("/uji/pergi", {"keep": name})
        assert "data-arrived" not in probe.get("/uji").text
