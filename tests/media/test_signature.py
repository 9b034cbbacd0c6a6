"""Small files that would keep a decoder busy are found by their structure."""

import zlib

import pytest
from PIL import Image

from ideaboard.media.images import PictureRefused, check_and_encode
from ideaboard.media.signature import is_cut_off, kind_of, wastes_time
from tests.media.drawings import encoded, noise, png, quarters


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_kind_is_told_by_content(kind):
    assert kind_of(encoded(quarters(), kind)) == kind


def test_a_jpeg_of_endless_scans_is_refused_before_decoding():
    data = encoded(Image.new("RGB", (64, 64)), progressive=True)
    last_scan = data[data.rindex(b"\xff\xda") : -2]
    bomb = data[:-2] + last_scan * 10_000 + b"\xff\xd9"
    assert wastes_time(bomb, "JPEG")
    with pytest.raises(PictureRefused, match="damaged"):
        check_and_encode(bomb)


def test_a_jpeg_of_endless_segments_is_refused():
    data = encoded(quarters())
    assert wastes_time(data[:2] + b"\xff\xfe\0\2" * 100_000 + data[2:], "JPEG")


def test_a_png_of_many_colour_profiles_is_refused():
    profile = (b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 2**20))
    assert wastes_time(png(100, 100, *[profile] * 50), "PNG")
    assert not wastes_time(png(100, 100, profile), "PNG")


def test_previews_inside_the_notes_of_a_jpeg_do_not_count():
    assert not wastes_time(encoded(quarters(), exif=b"Exif\0\0" + b"\xff\xda\0\2" * 500), "JPEG")


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_ordinary_jpeg_files_waste_no_time(options):
    assert not wastes_time(encoded(noise(800, 600), **options), "JPEG")


def test_a_png_without_its_end_is_cut_off():
    data = encoded(quarters(), "PNG")
    assert not is_cut_off(data, "PNG")
    assert is_cut_off(data[:-1], "PNG")
