"""Everything works without JavaScript: each form of the app is sent by a browser that has none."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Business, Invitation, Membership
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.stages import Stage
from ideaboard.challenges.updates.models import Update
from ideaboard.comments.models import Comment
from ideaboard.data.clock import now
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import WITHDRAWN
from ideaboard.votes.models import Ballot, Vote
from tests import database
from tests.e2e.appealed import OF_APPEALS
from tests.e2e.claimed import OF_CLAIMS
from tests.e2e.kinds import FAIR, OPEN
from tests.e2e.moderated import OF_MODERATORS
from tests.e2e.steps import (
    all_were_asked_for,
    fill,
    follow_mail,
    form_to,
    png,
    press,
    send,
    sign_in,
    unsent,
    write_idea,
)
from tests.e2e.test_no_script_admin import OF_ADMINS
from tests.e2e.test_no_script_reports import OF_REPORTS
from tests.factories import make_challenge


def test_a_refused_idea_keeps_text_and_picture(site, visit):
    page = visit(f"{OPEN}/ide/baru", site.person("Nadia"))
    write_idea(page, "Kotak", picture=True)
    form_to(page, f"{OPEN}/ide/baru").evaluate("form => form.noValidate = true")
    press(form_to(page, f"{OPEN}/ide/baru").locator("button[type=submit]:not([formaction])").last)
    assert page.locator(".error-summary").is_visible()
    assert page.locator("[name=title]").input_value() == "Kotak"
    assert page.locator("main form img").count() == 1
    fill(page, title="Kotak kain lipat", consent=True)
    press(form_to(page, f"{OPEN}/ide/baru").locator("button[type=submit]:not([formaction])").last)
    page.wait_for_url("**/i/*")
    assert page.locator("main img").count() == 1


def test_a_visitors_support_is_given_when_they_sign_in(site, visit):
    idea = site.idea("Pesan otomatis malam sebelumnya")
    page = visit(OPEN)
    press(page.locator(f"#idea-{idea.id}-vote a"))
    sign_in(page, "nadia")
    nadia = site.person("Nadia")
    vote = select(func.count()).select_from(Vote).where(Vote.user_id == nadia.id, Vote.idea_id == idea.id)
    assert site.one(vote) == 1
    page.goto(OPEN)
    button = page.locator(f"#idea-{idea.id}-vote button")
    assert button.get_attribute("aria-pressed") == "true"
    press(button)
    assert site.one(vote) == 0
    assert page.locator(f"#idea-{idea.id}-vote button").get_attribute("aria-pressed") == "false"


def test_the_fair_ballot_is_spent_and_moved(site, visit):
    lia = site.person("Lia")
    page = visit(FAIR, lia)
    for title in ("Kopi robusta gula aren", "Rasa kelapa bakar"):
        press(page.locator(f"#idea-{site.idea(title).id}-vote button"))
    page.goto(f"{FAIR}/dukungan")
    assert page.locator(".idea-card").count() == 2
    press(page.locator(".idea-card button").first)
    assert page.locator(".idea-card").count() == 1
    assert site.one(select(Ballot.used).where(Ballot.user_id == lia.id)) == 1


def test_a_draft_is_saved_and_continued(site, visit):
    page = visit(f"{OPEN}/ide/baru", site.person("Ayu"))
    write_idea(page, "Loker cucian di pos ronda")
    press(page.locator("button[formaction$='/ide/draf']"))
    page.goto(f"{OPEN}/ide/baru")
    assert page.content().count("Loker cucian di pos ronda") >= 1


def test_an_idea_is_edited_and_another_withdrawn(site, visit):
    idea = site.idea("Warung jadi titik titip")
    page = visit(f"/i/{idea.id}/ubah", site.person("Fajar"))
    form = form_to(page, f"/i/{idea.id}/ubah")
    fill(form, body="Warung kelontong menerima cucian, dapat Rp1.200 per kilo, dan mencatat di buku.")
    press(form.locator("button[type=submit]:not([formaction])").last)
    assert site.one(select(Idea.version).where(Idea.id == idea.id)) == 2
    other = site.idea("Gratis antar mulai 5 kg")
    page = visit(f"/i/{other.id}/tarik", site.person("Bagas"))
    send(page, f"/i/{other.id}/tarik")
    assert site.one(select(Idea.status).where(Idea.id == other.id)) == WITHDRAWN


def test_an_author_goes_back_to_an_earlier_version(site, visit):
    idea = site.idea("Kantong bernomor")
    author = site.one(select(User).where(User.id == idea.author_id))
    page = visit(f"/i/{idea.id}/ubah", author)
    form = form_to(page, f"/i/{idea.id}/ubah")
    fill(form, body="Satu pesan ke semua tetangga, jadi kurir hanya datang sekali ke lorong itu.")
    press(form.locator("button[type=submit]:not([formaction])").last)
    page.goto(f"/i/{idea.id}/riwayat")
    with page.expect_navigation():
        press(page.locator("main ol form button").last)
    now_there = site.one(select(Idea).where(Idea.id == idea.id))
    assert (now_there.version, now_there.source) == (3, idea.source)


def test_a_comment_is_written_changed_and_deleted(site, visit):
    idea, nadia = site.idea("Jadwal per lorong"), site.person("Nadia")
    page = visit(f"/i/{idea.id}", nadia)
    for body in ("Hari apa lorong kami dijemput?", "Apakah ada jemputan malam?"):
        page.goto(f"/i/{idea.id}/komentar?tulis=1")
        send(page, f"/i/{idea.id}/komentar", body=body)
        assert body in page.content()
    comment = site.one(select(Comment).where(Comment.author_id == nadia.id).order_by(Comment.id.desc()).limit(1))
    page.goto(f"/k/{comment.id}/ubah")
    send(page, f"/k/{comment.id}/ubah", body="Hari apa lorong kami dijemput, dan jam berapa?")
    assert "dan jam berapa?" in page.content()
    page.goto(f"/k/{comment.id}/hapus")
    send(page, f"/k/{comment.id}/hapus")
    assert site.one(select(Comment.status).where(Comment.id == comment.id)) == WITHDRAWN


def test_notices_are_read_one_by_one_or_all_at_once(site, visit):
    idea = site.idea("Jadwal per lorong")
    author = site.one(select(User).where(User.id == idea.author_id))
    for body in ("Bagaimana kalau hujan?", "Siapa yang menimbang?"):
        site.comment(idea.title, "Lia", body)
    site.deliver()
    page = visit("/pemberitahuan", author)
    press(page.locator("main li form button").first)
    assert f"/i/{idea.id}" in page.url or "/k/" in page.url
    page.goto("/pemberitahuan")
    send(page, "/pemberitahuan")
    assert site.one(select(User.unread_count).where(User.id == author.id)) == 0


def test_an_owner_tells_news_changes_and_deletes_them(site, visit):
    page = visit(f"{FAIR}/kabar", site.person("Bu Marni"))
    send(page, f"{FAIR}/kabar", body="Kemasan percobaan sudah dicetak, kami kirim minggu depan.")
    news = site.one(select(Update).where(Update.source.startswith("Kemasan percobaan")))
    page.goto(f"{FAIR}/kabar/{news.id}/ubah")
    send(page, f"{FAIR}/kabar/{news.id}/ubah", body="Kemasan percobaan sudah dicetak dan dikirim.")
    assert "dicetak dan dikirim" in visit(f"{FAIR}/kabar/{news.id}").content()
    page.goto(f"{FAIR}/kabar/{news.id}/hapus")
    send(page, f"{FAIR}/kabar/{news.id}/hapus")
    assert site.one(select(Update.status).where(Update.id == news.id)) == WITHDRAWN


def test_an_owner_goes_back_to_an_earlier_brief(site, visit):
    challenge = site.one(select(Challenge).where(Challenge.slug == OPEN.rpartition("/")[2]))
    owner = site.one(select(User).where(User.id == challenge.author_id))
    page = visit(f"/tantangan/{challenge.id}/langkah/1", owner)
    example = "Cara yang bisa dikerjakan dua kurir kami."
    fill(page, problem="Empat dari sepuluh pelanggan menunggu lebih dari dua hari.", good_example=example)
    go_on(page, "next")
    page.goto(f"{OPEN}/brief/riwayat")
    with page.expect_navigation():
        press(page.locator("main ol form button").last)
    assert site.one(select(Challenge.problem).where(Challenge.id == challenge.id)) == challenge.problem
    assert site.one(select(Challenge.version).where(Challenge.id == challenge.id)) == challenge.version + 2


def test_an_owner_opens_a_business_and_publishes_a_challenge(site, visit):
    page = visit("/usaha/baru", site.person("Yusuf"))
    page.locator("input[name=logo]").set_input_files(png("logo.png"))
    about = "Pai nanas dan lempok durian dari dapur di tepi Kapuas."
    send(page, "/usaha/baru", name="Pai Kapuas", city="Pontianak", choose_sector="food", about=about)
    business = site.one(select(Business).where(Business.name == "Pai Kapuas"))
    page.goto("/tantangan/baru")
    fill(
        page,
        title="Oleh-oleh pai yang tahan perjalanan",
        brief="Kami mencari bentuk pai nanas yang tidak remuk di tas dan tetap segar empat hari di jalan.",
        problem="Satu dari delapan kotak pulang remuk, dan pembeli minta uang kembali.",
        good_example="Bentuk yang bisa dibuat dengan cetakan kami.",
    )
    go_on(page, "next")
    challenge = site.one(select(Challenge).where(Challenge.business_id == business.id))
    weights = {"name_1": "Tidak remuk", "weight_1": "50", "name_2": "Rasa", "weight_2": "30"}
    fill(page, limits="Paling mahal Rp45.000", **weights, name_3="Mudah dibuat", weight_3="10")
    go_on(page, "sum")
    assert "90" in page.locator("#weights-sum").inner_text()
    fill(page, weight_3="20")
    go_on(page, "next")
    due = (now() + timedelta(days=60)).date().isoformat()
    fill(page, amount_1="1.000.000", description_1="Untuk ide terpilih", prize_due_on=due)
    go_on(page, "next")
    go_on(page, "days-14")
    fill(page, choose_support_rule="fair", choose_opens="now", choose_promise="consult")
    go_on(page, "next")
    send(page, f"/tantangan/{challenge.id}/langkah/5")
    published = site.one(select(Challenge).where(Challenge.id == challenge.id))
    assert published.listed or published.status == "held"
    page.goto(f"/t/{published.slug}")
    assert "Oleh-oleh pai" in page.locator("h1").inner_text()


def go_on(page, what: str) -> None:
    """Press one of the wizard's buttons."""
    press(page.locator(f"button[name=do][value='{what}']").last)


def test_an_owner_deletes_a_draft(site, visit):
    owner = site.person("Bu Marni")
    database.use(site.app)
    draft = make_challenge(
        site.one(select(Business).where(Business.slug == "keripik-bu-marni")), owner=owner, status="draft"
    )
    page = visit(f"/tantangan/{draft.id}/hapus", owner)
    send(page, f"/tantangan/{draft.id}/hapus")
    assert site.one(select(Challenge.id).where(Challenge.id == draft.id)) is None


def test_an_owner_cancels_a_challenge(site, visit):
    page = visit("/t/bingkisan-lebaran-dari-mendong/batalkan", site.person("Dedi Supriadi"))
    reason = "Panen mendong gagal tahun ini, jadi kami belum bisa menjanjikan bingkisan."
    send(page, "/t/bingkisan-lebaran-dari-mendong/batalkan", reason=reason)
    challenge = site.one(select(Challenge).where(Challenge.slug == "bingkisan-lebaran-dari-mendong"))
    assert challenge.stage() is Stage.CANCELLED
    assert reason in visit("/t/bingkisan-lebaran-dari-mendong").content()


def test_an_owner_changes_the_business_and_its_team(site, visit):
    slug = "kopi-lembah-kerinci"
    owner, guest = site.person("Azwar"), site.person("Intan")
    page = visit(f"/usaha/{slug}/ubah", owner)
    send(page, f"/usaha/{slug}/ubah", about="Kopi dari 32 kebun keluarga.")
    assert site.one(select(Business.about).where(Business.slug == slug)) == "Kopi dari 32 kebun keluarga."
    page.goto(f"/usaha/{slug}/tim")
    for email in ("salah@contoh.example", "intan@contoh.example"):
        send(page, f"/usaha/{slug}/tim", email=email)
    wrong = site.one(select(Invitation.id).where(Invitation.email == "salah@contoh.example"))
    send(page, f"/usaha/{slug}/tim/undangan/{wrong}/batal")
    theirs = visit("/", guest)
    link = follow_mail(site, theirs, "intan@contoh.example", "/undangan/")
    send(theirs, link)
    role = select(Membership.role).where(Membership.user_id == guest.id)
    assert site.one(role) == "staff"
    page.goto(f"/usaha/{slug}/tim")
    send(page, f"/usaha/{slug}/tim/{guest.id}/serahkan")
    assert site.one(role) == "owner"
    theirs.goto(f"/usaha/{slug}/tim")
    send(theirs, f"/usaha/{slug}/tim/{owner.id}/keluarkan")
    assert site.one(select(Membership.role).where(Membership.user_id == owner.id)) is None


def test_a_claim_gets_its_source(site, visit):
    author, idea = site.member(67), site.idea("Rasa kelapa bakar")
    page = visit(f"/i/{idea.id}/komentar", author)
    claim = "Jamu ini menyembuhkan diabetes dan darah tinggi dalam 7 hari tanpa obat dokter."
    send(page, f"/i/{idea.id}/komentar", body=claim)
    comment = site.one(select(Comment).where(Comment.author_id == author.id, Comment.source == claim))
    page.goto(comment.path)
    press(page.locator(f"a[href^='/sumber/{comment.id}']"))
    send(page, f"/sumber/{comment.id}", url="https://litbang.example/jamu")
    assert "litbang.example" in page.locator("main").text_content()


def test_every_form_but_those_of_accounts_was_sent(request, site):
    """Accounts, admins and moderators have files of their own. Counts what was sent, if all were asked for."""
    if all_were_asked_for(request):
        # Without a script, ideas alike come as a page of their own when the form is sent.
        others = unsent(site, *OF_ADMINS, *OF_MODERATORS, *OF_CLAIMS, *OF_REPORTS, *OF_APPEALS)
        rest = unsent(site) - others - {"ideas.similar"}
        assert {name for name in rest if not name.startswith("accounts.")} == set()
