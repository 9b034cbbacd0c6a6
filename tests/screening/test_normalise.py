"""What was disguised reads plainly, and what is ordinary stays as it was written."""

import pytest

from ideaboard.screening.normalise import normalise, squeezed


def keys(text):
    return [word.key for word in normalise(text).words]


def ways(text):
    """Every way the words of a text may be looked up."""
    return {key for word in normalise(text).words for key in (word.key, *word.readings)}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("𝐆𝐀𝐂𝐎𝐑", "gacor"),
        ("𝙜𝙖𝙘𝙤𝙧", "gacor"),
        ("ɢᴀᴄᴏʀ", "gacor"),
        ("ＧＡＣＯＲ", "gacor"),
        ("Ⓖⓐⓒⓞⓡ", "gacor"),
        ("🅶🅰🅲🅾🆁", "gacor"),
        ("🇬 🇦 🇨 🇴 🇷", "gacor"),
        ("⒢⒜⒞⒪⒭", "gacor"),
        ("ġáčöŕ", "gacor"),
        ("gасоr", "gacor"),
        ("ѕӏоτ", "slot"),
        ("ᔕᒪOT", "slot"),
        ("ㄒㄖㄒㄖ", "toto"),
        ("g\u200ba\u200dc\ufeffo\u2060r", "gacor"),
        ("g̶a̶c̶o̶r̶", "gacor"),
        ("g͎a͎c͎o͎r͎", "gacor"),
        ("g4c0r", "gacor"),
        ("4nj1ng", "anjing"),
        ("anj!ng", "anjing"),
        ("$itu$", "situs"),
        ("b@ngk3...", "bangke"),
        ("G A C O R", "gacor"),
        ("g.a.c.o.r", "gacor"),
        ("g⭐a⭐c⭐o⭐r", "gacor"),
        ("gaaacoooor", "gacor"),
        ("sllloooot", "slot"),
        ("G 4 C 0 R", "gacor"),
        ("g @ c o r", "gacor"),
        ("𝐆𝟒𝐂𝟎𝐑", "gacor"),
        ("K4️⃣SINO", "kasino"),
        ("A L E X I S 1 7", "alexis17"),
        ("h-o-k-i77", "hoki77"),
        ("s.l.o.t88", "slot88"),
    ],
)
def test_a_disguised_word_reads_like_the_plain_one(typed, read):
    assert keys(typed) == [read]


def test_a_wider_gap_separates_letters_that_were_spaced_out():
    assert keys("main s l o t  g a c o r dong") == ["main", "slot", "gacor", "dong"]


def test_a_change_of_what_stands_between_separates_letters_too():
    assert keys("G A C O R s.l.o.t") == ["gacor", "slot"]


def test_punctuation_between_blanks_separates_as_well():
    assert keys("s l o t , g a c o r") == ["slot", "gacor"]


def test_letters_without_a_wider_gap_are_one_run_whose_ends_are_tried():
    assert keys("s l o t g a c o r") == ["slotgacor"]
    assert "gacor" in ways("s l o t g a c o r")


def test_short_words_are_rejoined_where_others_are_spaced_out():
    assert keys("h a r i  i n i") == ["hari", "ini"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("s1ap", "slap"),
        ("m4lam 5iar s1ot", "siot"),
        ("jud1", "judi"),
        ("jud!", "judi"),
        ("@njing", "anjing"),
        ("b@ngk3 8@ngk3..", "bangke"),
        ("!d!ot", "idiot"),
        ("5lot", "slot"),
        ("PuIau", "pulau"),
        ("SlTUS", "situs"),
        ("sІоt", "slot"),
        ("k*nt*l", "kontol"),
        ("an*ing", "anjing"),
        ("ga.cor", "gacor"),
        ("s/lot", "slot"),
        ("h0k177", "hoki77"),
    ],
)
def test_a_doubtful_word_offers_its_other_readings(typed, meant):
    assert meant in ways(typed)


def test_what_may_be_leetspeak_is_read_so_in_a_text_of_leetspeak():
    assert keys("jud1 5lot") == ["jud1", "5lot"]
    assert keys("g4c0r m4xw1n jud1 5lot") == ["gacor", "maxwin", "judi", "slot"]


def test_what_may_be_leetspeak_is_read_so_beside_other_disguises():
    assert keys("𝐆𝐀𝐂𝐎𝐑 jud1") == ["gacor", "judi"]


def test_the_rightful_spelling_of_a_number_is_kept_in_a_text_of_leetspeak():
    assert keys("g4c0r b4nget 50rb hoki77 2kg") == ["gacor", "banget", "50rb", "hoki77", "2kg"]


def test_a_form_has_a_letter_at_most_twice_and_its_key_once():
    (word,) = normalise("maaaaffff").words
    assert (word.form, word.key) == ("maaff", "maf")


def test_digits_are_never_squeezed():
    assert squeezed("hoki77") == "hoki77"
    assert keys("Rp100000") == ["rp100000"]


def test_the_string_for_models_is_made_of_keys():
    assert normalise("Sl0t  GAAACOR,\nmaxwin!!!").plain == "slot gacor maxwin"


@pytest.mark.parametrize(
    "text",
    [
        "beli 2kg beras, harganya 5rb per ons atau 20rb sekilo",
        "ukuran a4 dan f4, isi 500ml, beli 3x dapat 1",
        "buka jam7 sampai jam21, rapat pkl 09.30 wib",
        "harga rp5000 sampai rp25000, diskon 10% s.d. akhir bulan",
        "layanan b2b dan p2p, siaran 4g dan 5g, baterai 3in1",
        "kupu2 dan anak2nya main2 di taman, teman2ku juga",
        "surat a.n. ibu sari, d.a. jalan mawar no5 rt05 rw02",
        "kirim ke pt. x, simpan di u s b merah",
        "k.h. ahmad dahlan dan r.a. kartini",
        "pilih a b c atau semua benar",
        "wkwkwk lucu, hahaha iya, hehe",
        "vitamin b12, omega3, covid19, kelas3 sd2",
        "hp note8pro dan iphone13pro, main mp3 lewat wifi6",
        "masuk sman1bandung, lulus s1 lalu s2",
        "toko kami di ruko blok b3 no5, lantai2",
        "tim kami 17an bareng, era 90an, jam 8an",
        "pesan lewat budi2@contoh.id atau https://contoh.id/a1b2c3?x=y5z",
        "jual 10m2 tanah, 2x3m spanduk, 4x4 roda",
        "beli 1gratis1, dapat 3pcs bonus 1box",
        "halo!kamu apa kabar? baik@rumah",
        "gula 1/2kg, telur 10butir, air 1l",
        "visi4d, p3k, g30s, mi8, ps5, x1",
        "saat itu maaf, tunggu, saatnya, menggugah, berkeliaran",
    ],
)
def test_ordinary_talk_comes_through_as_it_is(text):
    read = normalise(text)
    assert read.text == text
    assert "".join(word.form for word in read.words) == "".join(filter(str.isalnum, text))
    assert read.unmasked == {}


@pytest.mark.parametrize(
    "text",
    [
        "kafé naïf, señor, façade",
        "cafe\u0301 enak",
        "keluarga 👩‍👩‍👧 kami ❤️ 👍🏽 di 🇮🇩🇲🇾 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "langkah 1️⃣ lalu 2️⃣",
        "luas 10 m², air H₂O, 5 µm, 30 ℃, ½ kilo, ① pilih",
        "merek™ terdaftar®, “kutipan” – tanda — pisah…",
        "kata\u00adkata yang di\u00adpenggal",
        "Это хороший магазин",
        "これは良い店です",
        "السلام عليكم ورحمة الله",
        "harga R̶p̶ ̶5̶0̶.̶0̶0̶0̶ jadi Rp 40.000",
        "bagusss bangeeet, mantaaap",
        "haaahaaahaaa",
        "sudut α dan β, bilangan π",
    ],
)
def test_accents_pictures_and_other_languages_are_no_disguise(text):
    assert normalise(text).unmasked == {}


def test_pictures_are_left_whole():
    text = "oke 👩‍👩‍👧 ❤️ 👍🏽 🇮🇩"
    assert normalise(text).text == text


def test_a_code_in_an_address_is_left_alone():
    assert normalise("lihat https://contoh.id/g4c0r").text == "lihat https://contoh.id/g4c0r"
