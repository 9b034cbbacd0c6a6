"""A small S3 server of our own, started once, and stores of both kinds."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from ideaboard.media.s3 import S3Storage
from ideaboard.media.storage import FolderStorage, storage_from_url

KEY, SECRET = "AKIATESTKEY", "geheim-geheim"
_numbers = count(1)


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """The address of an S3 server in a thread of this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from moto.server import ThreadedMotoServer
    logging.getLogger("werkzeug").setLevel("ERROR")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def s3_clients(s3_endpoint: str) -> dict[Any, Any]:
    """The client that all stores of the tests share, for making one takes longest; and the bucket."""
    store = storage_from_url(f"s3://gambar?endpoint={s3_endpoint}", KEY, SECRET)
    assert isinstance(store, S3Storage)
    store._open().create_bucket(Bucket="gambar")
    return store._clients


@pytest.fixture
def s3(s3_endpoint: str, s3_clients: dict[Any, Any]) -> S3Storage:
    """A store below a prefix of its own in the bucket."""
    store = storage_from_url(f"s3://gambar/uji-{next(_numbers)}?endpoint={s3_endpoint}", KEY, SECRET)
    assert isinstance(store, S3Storage)
    store._clients = s3_clients
    return store


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.s3)])
def storage(request: pytest.FixtureRequest, tmp_path) -> FolderStorage | S3Storage:
    """A store of each kind."""
    return FolderStorage(tmp_path / "pictures") if request.param == "folder" else request.getfixturevalue("s3")


@pytest.fixture
def folder(tmp_path) -> FolderStorage:
    """A store in a folder."""
    return FolderStorage(tmp_path / "pictures")
