"""Pictures in a bucket of S3 or of anything that speaks like it (MinIO, Garage, Ceph, R2)."""

import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, TypeVar
from urllib.parse import SplitResult, parse_qsl, urlsplit

from ideaboard.media.shelf import Shelf
from ideaboard.media.storage import (
    EXAMPLES,
    SETTING,
    PictureMissing,
    PictureNameRefused,
    StoreAway,
    StoreUnknown,
    check_name,
)

log = logging.getLogger("ideaboard.media")
T = TypeVar("T")

Patience = tuple[float, float, int]  # seconds for a connection, seconds for an answer, times
USUAL: Patience = (2, 5, 2)
LOOK: Patience = (1, 1, 1)  # of a probe, which must not keep its own asker waiting
PAUSE = 5.0  # seconds in which a store that failed is asked by nobody but one who tries
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_MISSING = {"404", "NoSuchKey", "NotFound"}


@dataclass(frozen=True)
class Place:
    """A bucket, where in it, and who we are there; `repr` shows no key."""

    bucket: str
    prefix: str = ""
    endpoint: str | None = None
    region: str | None = None


def s3_storage(address: SplitResult, key: str, secret: str) -> "S3Storage":
    """Return the store at s3://bucket/prefix?endpoint=…&region=…; raises StoreUnknown without repeating it."""
    if find_spec("boto3") is None:
        raise StoreUnknown(f"{SETTING} names S3, which needs boto3. Install it: pip install 'ideaboard[scale]'.")
    if bool(key) != bool(secret):
        raise StoreUnknown("Set both IDEABOARD_MEDIA_KEY and IDEABOARD_MEDIA_SECRET, or none of them.")
    options = dict(parse_qsl(address.query))
    endpoint = options.pop("endpoint", None)
    region = options.pop("region", "us-east-1" if endpoint else None)
    if options or address.fragment or not _BUCKET.fullmatch(address.netloc) or not _is_server(endpoint):
        raise StoreUnknown(f"{SETTING}: pictures can only be kept in a folder or in S3; give {EXAMPLES}.")
    return S3Storage(Place(address.netloc, address.path.strip("/"), endpoint, region), key, secret)


def _is_server(endpoint: str | None) -> bool:
    if endpoint is None:
        return True
    try:
        parts = urlsplit(endpoint)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and not parts.username
    except ValueError:
        return False


class S3Storage:
    """Objects below a prefix. An object appears whole or not at all, which is what S3 promises of a PUT.

    When the store is away one caller at a time tries it, every PAUSE seconds; the others are told at once, so that
    pictures that nobody can fetch do not take the threads that answer for pages.
    """

    def __init__(self, place: Place, key: str = "", secret: str = "") -> None:
        self.place = place
        self._keys = {"aws_access_key_id": key, "aws_secret_access_key": secret} if key else {}
        self._shelf = Shelf()
        self._making = threading.Lock()
        self._clients: dict[tuple[int, Patience], Any] = {}
        self._rests_until = 0.0

    def put(self, name: str, data: bytes) -> None:
        """Store `data` under `name`."""
        where = self._where(name)
        self._shelf.forget(name)
        self._ask(lambda s3: s3.put_object(**where, Body=data, ContentType=f"image/{name.rpartition('.')[2]}"))

    def open(self, name: str) -> bytes:
        """Return what is stored under `name`. Raises PictureMissing."""
        where = self._where(name)
        data = self._shelf.take(name)
        if data is None:  # Fetching costs a hundred times what reading a file does.
            data = self._ask(lambda s3: bytes(s3.get_object(**where)["Body"].read()))
            self._shelf.keep(name, data)
        return data

    def delete(self, name: str) -> None:
        """Remove what is stored under `name`."""
        where = self._where(name)
        self._shelf.forget(name)
        self._ask(lambda s3: s3.delete_object(**where))

    def exists(self, name: str) -> bool:
        """Say whether something is stored under `name`."""
        where = self._where(name)
        try:
            self._ask(lambda s3: s3.head_object(**where))
        except PictureMissing:
            return False
        return True

    def old_names(self, before: float) -> Iterator[str]:
        """Yield what was stored before that moment, a thousand names a question."""
        options: dict[str, Any] = {"Bucket": self.place.bucket, "Prefix": self._path("")}
        more = True
        while more:
            page = self._ask(lambda s3: s3.list_objects_v2(**options))
            for thing in page.get("Contents", ()):
                name = thing["Key"].removeprefix(self._path(""))
                if thing["LastModified"].timestamp() < before and _is_picture(name):
                    yield name
            more = page.get("IsTruncated", False)
            options["ContinuationToken"] = page.get("NextContinuationToken", "")

    def clear_parts(self, before: float) -> int:
        """Return 0: nothing is ever half written here."""
        return 0

    def state(self) -> str:
        """Say "ok", or in a few words what is wrong."""
        try:
            self._ask(lambda s3: s3.head_bucket(Bucket=self.place.bucket), LOOK)
        except PictureMissing:
            return "the bucket for pictures is not there"
        except StoreAway as error:
            return str(error)
        return "ok"

    def _where(self, name: str) -> dict[str, str]:
        return {"Bucket": self.place.bucket, "Key": self._path(check_name(name))}

    def _path(self, name: str) -> str:
        return f"{self.place.prefix}/{name}" if self.place.prefix else name

    def _ask(self, work: Callable[[Any], T], patience: Patience | None = None) -> T:
        """Do one thing with the client; its errors become ours."""
        from botocore.exceptions import BotoCoreError, ClientError

        began = time.monotonic()
        if began < self._rests_until:
            raise StoreAway("the store of pictures does not answer")
        if self._rests_until:
            self._rests_until = began + PAUSE  # Whoever comes while this one tries is told at once.
        try:
            done = work(self._open(patience or USUAL))
        except ClientError as error:
            self._judge(error.response)
            raise StoreAway("the store of pictures refused to work") from None
        except BotoCoreError as error:
            self._rest(type(error).__name__)
            raise StoreAway("the store of pictures does not answer") from None
        self._rests_until = 0.0
        return done

    def _judge(self, answer: Any) -> None:
        """Tell a missing picture from a store that is not well. The answer of a store may hold our access key."""
        code = str(answer.get("Error", {}).get("Code", ""))
        status = int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 500))
        if code in _MISSING:
            self._rests_until = 0.0
            raise PictureMissing("no such picture in the store")
        self._rest(re.sub(r"[^A-Za-z0-9]", "", code)[:40] or str(status))

    def _rest(self, why: str) -> None:
        self._rests_until = time.monotonic() + PAUSE
        log.warning("the store of pictures failed and is left alone for %d seconds: %s", PAUSE, why)

    def _open(self, patience: Patience = USUAL) -> Any:
        """Return this process's client; making one reads large files and takes a third of a second."""
        key = (os.getpid(), patience)
        with self._making:
            if key not in self._clients:
                self._clients[key] = self._connect(*patience)
        return self._clients[key]

    def _connect(self, connect: float, answer: float, tries: int) -> Any:
        import boto3
        from botocore.config import Config

        config = Config(
            connect_timeout=connect,
            read_timeout=answer,
            retries={"total_max_attempts": tries, "mode": "standard"},
            # Other servers than Amazon's know neither buckets as host names nor its newer checksums.
            s3={"addressing_style": "path" if self.place.endpoint else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        where = {"endpoint_url": self.place.endpoint, "region_name": self.place.region}
        return boto3.session.Session().client("s3", config=config, **where, **self._keys)


def _is_picture(name: str) -> bool:
    try:
        return bool(check_name(name))
    except PictureNameRefused:
        return False
