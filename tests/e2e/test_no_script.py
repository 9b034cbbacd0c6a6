"""Everything works without JavaScript: each form of the app is sent by a browser that has none."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import func, select

from ideaboard.accounts.models import UserSession
from ideaboard.businesses.models import Business, Invitation, Membership
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.stages import Stage
from ideaboard.comments.models import Comment
from ideaboard.data.clock import now
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import WITHDRAWN
from ideaboard.votes.models import Ballot, Vote
from tests.e2e.kinds import FAIR, OPEN
from tests.e2e.moderated import OF_MODERATORS
from tests.e2e.steps import all_were_asked_for, fill, follow_mail, form_to, png, send, sign_in, unsent, write_idea


def test_a_refused_idea_keeps_text_and_picture(site, visit):
    page = visit(f"{OPEN}/ide/baru", site.person("Nadia"))
    write_idea(page, "Kotak", picture=True)
    form_to(page, f"{OPEN}/ide/baru").evaluate("form => form.noValidate = true")
    form_to(page, f"{OPEN}/ide/baru").locator("button[type=submit]:not([formaction])").last.click()
    assert page.locator(".error-summary").is_visible()
    assert page.locator("[name=title]").input_value() == "Kotak"
    assert page.locator("main form img").count() == 1
    fill(page, title="Kotak kain lipat", consent=True)
    form_to(page, f"{OPEN}/ide/baru").locator("button[type=submit]:not([formaction])").last.click()
    page.wait_for_url("**/i/*")
    assert page.locator("main img").count() == 1


def test_a_visitors_support_is_given_when_they_sign_in(site, visit):
    idea = site.idea("Pesan otomatis malam sebelumnya")
    page = visit(OPEN)
    page.locator(f"#idea-{idea.id}-vote a").click()
    sign_in(page, "nadia")
    nadia = site.person("Nadia")
    vote = select(func.count()).select_from(Vote).where(Vote.user_id == nadia.id, Vote.idea_id == idea.id)
    assert site.one(vote) == 1
    page.goto(OPEN)
    button = page.locator(f"#idea-{idea.id}-vote button")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert site.one(vote) == 0
    assert page.locator(f"#idea-{idea.id}-vote button").get_attribute("aria-pressed") == "false"


def test_the_fair_ballot_is_spent_and_moved(site, visit):
    lia = site.person("Lia")
    page = visit(FAIR, lia)
    for title in ("Kopi robusta gula aren", "Rasa kelapa bakar"):
        page.locator(f"#idea-{site.idea(title).id}-vote button").click()
    page.goto(f"{FAIR}/dukungan")
    assert page.locator(".idea-card").count() == 2
    page.locator(".idea-card button").first.click()
    assert page.locator(".idea-card").count() == 1
    assert site.one(select(Ballot.used).where(Ballot.user_id == lia.id)) == 1


def test_a_draft_is_saved_and_continued(site, visit):
    page = visit(f"{OPEN}/ide/baru", site.person("Ayu"))
    write_idea(page, "Loker cucian di pos ronda")
    page.locator("button[formaction$='/ide/draf']").click()
    page.goto(f"{OPEN}/ide/baru")
    assert page.content().count("Loker cucian di pos ronda") >= 1


def test_an_idea_is_edited_and_another_withdrawn(site, visit):
    idea = site.idea("Warung jadi titik titip")
    page = visit(f"/i/{idea.id}/ubah", site.person("Fajar"))
    form = form_to(page, f"/i/{idea.id}/ubah")
    fill(form, body="Warung kelontong menerima cucian, dapat Rp1.200 per kilo, dan mencatat di buku.")
    form.locator("button[type=submit]:not([formaction])").last.click()
    assert site.one(select(Idea.version).where(Idea.id == idea.id)) == 2
    other = site.idea("Gratis antar mulai 5 kg")
    page = visit(f"/i/{other.id}/tarik", site.person("Bagas"))
    send(page, f"/i/{other.id}/tarik")
    assert site.one(select(Idea.status).where(Idea.id == other.id)) == WITHDRAWN


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
    press(page, "next")
    challenge = site.one(select(Challenge).where(Challenge.business_id == business.id))
    weights = {"name_1": "Tidak remuk", "weight_1": "50", "name_2": "Rasa", "weight_2": "30"}
    fill(page, limits="Paling mahal Rp45.000", **weights, name_3="Mudah dibuat", weight_3="10")
    press(page, "sum")
    assert "90" in page.locator("#weights-sum").inner_text()
    fill(page, weight_3="20")
    press(page, "next")
    due = (now() + timedelta(days=60)).date().isoformat()
    fill(page, amount_1="1.000.000", description_1="Untuk ide terpilih", prize_due_on=due)
    press(page, "next")
    press(page, "days-14")
    fill(page, choose_support_rule="fair", choose_opens="now", choose_promise="consult")
    press(page, "next")
    send(page, f"/tantangan/{challenge.id}/langkah/5")
    published = site.one(select(Challenge).where(Challenge.id == challenge.id))
    assert published.listed or published.status == "held"
    page.goto(f"/t/{published.slug}")
    assert "Oleh-oleh pai" in page.locator("h1").inner_text()


def press(page, what: str) -> None:
    """Press one of the wizard's buttons."""
    page.locator(f"button[name=do][value='{what}']").last.click()


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


def test_an_admin_gives_a_role_and_ends_sessions(site, visit):
    dewi = site.person("Dewi")
    page = visit(f"/admin/orang/{dewi.id}", site.person("Admin Papan"))
    send(page, f"/admin/orang/{dewi.id}/peran")
    assert site.person("Dewi").is_moderator
    visit("/akun", dewi)
    page.goto(f"/admin/orang/{dewi.id}")
    send(page, f"/admin/orang/{dewi.id}/sesi")
    assert site.one(select(func.count()).where(UserSession.user_id == dewi.id)) == 0
    putri = site.person("Putri Ayuningtyas")
    page.goto(f"/admin/orang/{putri.id}")
    send(page, f"/admin/orang/{putri.id}/konfirmasi")
    assert site.mailed_link("putri@contoh.example", "/konfirmasi/")


def test_a_claim_gets_its_source(site, visit):
    author, idea = site.member(17), site.idea("Rasa kelapa bakar")
    page = visit(f"/i/{idea.id}/komentar", author)
    claim = "Jamu ini menyembuhkan diabetes dan darah tinggi dalam 7 hari tanpa obat dokter."
    send(page, f"/i/{idea.id}/komentar", body=claim)
    comment = site.one(select(Comment).where(Comment.author_id == author.id, Comment.source == claim))
    page.goto(comment.path)
    page.locator(f"a[href^='/sumber/{comment.id}']").click()
    send(page, f"/sumber/{comment.id}", url="https://litbang.example/jamu")
    assert "litbang.example" in page.locator("main").text_content()


def test_every_form_but_those_of_accounts_was_sent(request, site):
    """Accounts and moderators have files of their own. Counts what the tests above sent, if all were asked for."""
    if all_were_asked_for(request):
        rest = unsent(site) - unsent(site, *OF_MODERATORS)
        assert {name for name in rest if not name.startswith("accounts.")} == set()


def test_links_in_pages_lead_somewhere(visit):
    """Follow every link that a visitor finds within three steps."""
    page = visit("/")
    seen, waiting = set(), ["/"]
    for _ in range(3):
        found = set()
        for path in waiting:
            answer = page.request.get(path)
            assert answer.status < 400, f"{path}: {answer.status}"
            found |= set(re.findall(r'href="(/[^"#]*)', answer.text()))
            seen.add(path)
        waiting = sorted(path.replace("&amp;", "&") for path in found - seen if not path.startswith("/static"))[:60]
