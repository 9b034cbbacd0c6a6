"""Only real pictures come in, and only their colours stay."""

import contextlib
import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from ideaboard.media.images import THUMB_BYTES, PictureRefused, Refusal, check_and_encode
from ideaboard.media.messages import sentence
from tests.effort import effort
from tests.media.drawings import BLUE, GREEN, RED, WHITE, encoded, noise, png, quarters


def seen(data):
    """The full picture as a browser would draw it."""
    return Image.open(io.BytesIO(check_and_encode(data).full)).convert("RGB")


def near(colour, other, tolerance=20):
    return all(abs(a - b) <= tolerance for a, b in zip(colour, other, strict=True))


def reason_for(data):
    with pytest.raises(PictureRefused) as caught:
        check_and_encode(data)
    return caught.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_each_kind_becomes_two_webp_files(kind):
    made = check_and_encode(encoded(quarters().resize((2000, 1000)), kind))
    full, thumb = Image.open(io.BytesIO(made.full)), Image.open(io.BytesIO(made.thumb))
    assert full.format == thumb.format == "WEBP"
    assert full.size == (made.width, made.height) == (1600, 800)
    assert thumb.size == (made.thumb_width, made.thumb_height)


@pytest.mark.parametrize(
    ("size", "full", "thumb"),
    [
        ((100, 50), (100, 50), (100, 50)),
        ((4000, 3000), (1600, 1200), (480, 360)),
        ((3000, 4000), (1200, 1600), (480, 640)),
        ((1000, 4000), (400, 1600), (240, 960)),
        ((12000, 1), (1600, 1), (480, 1)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_sizes_are_limited_and_never_grow(size, full, thumb):
    made = check_and_encode(encoded(Image.new("RGB", size, RED)))
    assert (made.width, made.height) == full
    assert (made.thumb_width, made.thumb_height) == thumb


@pytest.mark.parametrize("size", [(480, 480), (480, 960), (1600, 1200)])
def test_the_thumbnail_of_pure_noise_is_light(size):
    made = check_and_encode(encoded(noise(*size), quality=50))
    assert len(made.thumb) <= THUMB_BYTES == 40_000
    assert Image.open(io.BytesIO(made.thumb)).size == (made.thumb_width, made.thumb_height)


def test_a_file_above_5_mb_is_too_large():
    data = encoded(quarters())
    padding = 5 * 1024 * 1024 - len(data)
    check_and_encode(data + b"\0" * padding)
    assert reason_for(data + b"\0" * (padding + 1)) == "too_large"


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"\0", b"x", b"<!DOCTYPE html><script>alert(1)</script>", b"%PDF-1.7\n", b"PK\x03\x04", b"MZ\x90"),
        *(
            b"#!/bin/sh\n",
            b"RIFF\x10\0\0\0WAVEfmt ",
            b"\0\0\0\x18ftypmp42",
            b"\xff\xd8",
            b"\x89PNG",
            b"RIFF",
            b" " * 999,
        ),
    ],
)
def test_other_files_are_no_pictures(data):
    assert reason_for(data) == "not_a_picture"


@pytest.mark.parametrize(
    "data",
    [
        *(encoded(quarters(), kind) for kind in ("GIF", "BMP", "TIFF", "ICO")),
        *(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b'\n<?xml version="1.0"?><svg/>'),
        *(b"\0\0\0\x18ftypheic\0\0\0\0", b"\0\0\0\x1cftypavif\0\0\0\0", b"8BPS\0\x01", b"GIF89a/*<script>*/"),
    ],
)
def test_other_kinds_of_pictures_are_the_wrong_type(data):
    assert reason_for(data) == "wrong_type"


@pytest.mark.parametrize("size", [(100_000, 100_000), (12_001, 1), (5001, 5000), (10_000, 10_000), (9_000, 20_000)])
def test_a_small_file_that_declares_a_huge_picture_is_refused_unread(size):
    data = png(*size, (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    assert reason_for(data) == "too_many_pixels"
    assert effort(lambda: reason_for(data), 2) < 2


def test_a_picture_at_the_limit_of_pixels_is_taken():
    made = check_and_encode(encoded(Image.new("1", (5000, 5000)), "PNG"))
    assert (made.width, made.height) == (1600, 1600)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("missing", [1, 12, 20, 1000, 9000])
def test_a_cut_off_file_is_damaged(kind, missing):
    data = encoded(noise(100, 100), kind, quality=95)
    assert reason_for(data[:-missing]) == "damaged"


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBPVP8 ", png(0, 0)])
def test_a_beginning_alone_is_damaged(data):
    assert reason_for(data) == "damaged"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_code_behind_the_pixels_is_left_behind(kind):
    made = check_and_encode(encoded(quarters(), kind) + b"<script>alert(1)</script><?php evil() ?>")
    assert b"script" not in made.full + made.thumb
    assert b"php" not in made.full + made.thumb


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_author_and_comments_are_removed(kind):
    exif = Image.Exif()
    exif[0x013B] = "Siti Rahayu"
    exif.get_ifd(0x8825).update({1: "S", 2: (5.0, 26.0, 7.0), 3: "E", 4: (105.0, 15.0, 0.0)})
    notes = {"comment": b"Siti Rahayu"} if kind == "JPEG" else {}
    if kind == "PNG":
        notes["pnginfo"] = PngInfo()
        notes["pnginfo"].add_text("Author", "Siti Rahayu")
    data = encoded(quarters(), kind, exif=exif, **notes)
    assert b"Siti" in data
    made = check_and_encode(data)
    for file in (made.full, made.thumb):
        assert b"Siti" not in file
        assert not {b"EXIF", b"XMP ", b"ICCP"} & {file[at : at + 4] for at in range(len(file))}
        assert not Image.open(io.BytesIO(file)).getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_stands_upright(kind, orientation):
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = quarters().transpose(turns[orientation]) if orientation in turns else quarters()
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = seen(encoded(stored, kind, exif=exif, quality=95))
    assert picture.size == (64, 32)
    assert near(picture.getpixel((8, 8)), RED, 60)
    assert near(picture.getpixel((56, 8)), GREEN, 60)
    assert near(picture.getpixel((8, 24)), BLUE, 60)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("exif", [b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\x7f", b"Exif\0\0"])
def test_a_broken_note_about_the_camera_is_no_reason_to_refuse(exif):
    assert seen(encoded(quarters(), exif=exif)).size == (64, 32)


def test_printers_colours_look_right():
    assert near(seen(encoded(Image.new("CMYK", (32, 32), (0, 255, 255, 0)))).getpixel((9, 9)), RED, 40)


def test_16_bit_grey_keeps_its_brightness():
    for value, grey in ((0, 0), (32768, 128), (65535, 255)):
        picture = seen(encoded(Image.new("I;16", (32, 32), value), "PNG"))
        assert near(picture.getpixel((9, 9)), (grey,) * 3, 3)


def test_a_16_bit_transparent_value_is_not_mistaken_for_an_8_bit_one():
    data = encoded(Image.new("I;16", (32, 32), 32_896), "PNG", transparency=128)
    assert near(seen(data).getpixel((9, 9)), (128, 128, 128), 3)


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_pictures_of_few_colours_are_taken(mode):
    assert near(seen(encoded(Image.new("RGB", (32, 32), WHITE).convert(mode), "PNG")).getpixel((9, 9)), WHITE)


def test_what_is_transparent_becomes_white():
    palette = Image.new("P", (32, 32), 0)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    pictures = [
        encoded(Image.new("RGBA", (32, 32), (0, 0, 0, 0)), "PNG"),
        encoded(Image.new("RGBA", (3200, 3200), (0, 0, 0, 0)), "PNG"),
        encoded(Image.new("RGBA", (32, 32), (0, 0, 0, 0)), "WEBP"),
        encoded(Image.new("LA", (32, 32), (0, 0)), "PNG"),
        encoded(Image.new("RGB", (32, 32), BLUE), "PNG", transparency=BLUE),
        encoded(Image.new("L", (32, 32), 9), "PNG", transparency=9),
        encoded(palette, "PNG", transparency=0),
        encoded(palette, "PNG", transparency=b"\0\xff"),
    ]
    assert [near(seen(data).getpixel((9, 9)), WHITE, 3) for data in pictures] == [True] * len(pictures)


def test_half_transparent_is_mixed_with_white():
    assert near(
        seen(encoded(Image.new("RGBA", (32, 32), (255, 0, 0, 128)), "PNG")).getpixel((9, 9)), (255, 127, 127)
    )


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_kept(kind):
    frames = [Image.new("RGB", (32, 32), colour) for colour in (RED, GREEN, BLUE)]
    made = seen(encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=50))
    assert near(made.getpixel((9, 9)), RED, 30)
    assert getattr(made, "n_frames", 1) == 1


def test_a_colour_profile_is_applied_and_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    data = encoded(Image.new("RGB", (32, 32), RED), icc_profile=swapped)
    assert near(seen(data).getpixel((9, 9)), BLUE)
    assert b"ICCP" not in check_and_encode(data).full


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 500])
def test_a_broken_colour_profile_is_ignored(profile):
    assert near(seen(encoded(Image.new("RGB", (32, 32), RED), icc_profile=profile)).getpixel((9, 9)), RED)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=12),
)
def test_a_file_with_wrong_bytes_is_taken_or_refused_but_nothing_else(kind, changes):
    data = bytearray(encoded(quarters(), kind))
    for place, byte in changes:
        data[int(place * len(data))] = byte
    with contextlib.suppress(PictureRefused):
        assert check_and_encode(bytes(data)).full


@settings(deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBPVP8 "]),
)
def test_random_bytes_are_always_refused(data, start):
    assert reason_for(start + data) in set(Refusal)


@pytest.mark.parametrize("reason", list(Refusal))
def test_every_refusal_has_a_sentence(reason):
    assert str(sentence(reason.value)).endswith(".")
