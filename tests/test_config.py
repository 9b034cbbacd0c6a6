"""Every setting: its default, what it accepts, and one clear line for what it does not."""

from __future__ import annotations

import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ideaboard.app import create_app
from ideaboard.config import ROOT, SETTINGS, ConfigError, flask_config, load_env_file, read_settings
from tests.conftest import test_settings

# name: (text in the environment, what it means, texts that are refused)
ACCEPTED = {
    "BASE_URL": ("https://ide.example/", "https://ide.example"),
    "INSTANCE": (" /srv/ideaboard ", "/srv/ideaboard"),
    "SECRET_KEY": ("s" * 40, "s" * 40),
    "SECRET_KEY_FALLBACKS": ("a, b,", ["a", "b"]),
    "DATABASE_URL": ("postgresql://u:p@db/ideaboard", "postgresql://u:p@db/ideaboard"),
    "REDIS_URL": ("redis://cache:6379/0", "redis://cache:6379/0"),
    "MAIL_URL": ("smtp://u:p@mail:587", "smtp://u:p@mail:587"),
    "MAIL_FROM": ("Papan Ide <noreply@ide.example>", "Papan Ide <noreply@ide.example>"),
    "READ_DATABASE_URL": ("postgresql://u:p@replica/ideaboard", "postgresql://u:p@replica/ideaboard"),
    "DB_POOL": ("20", 20),
    "DB_PATIENCE": ("9", 9),
    "MEDIA_URL": ("/srv/pictures", "/srv/pictures"),
    "MEDIA_KEY": (" AKIA ", "AKIA"),
    "MEDIA_SECRET": ("hush", "hush"),
    "PROXIES": ("2", 2),
    "TRUSTED_HOSTS": ("ide.example, www.ide.example", ["ide.example", "www.ide.example"]),
    "SECURITY_CONTACT": ("aman@ide.example", "mailto:aman@ide.example"),
    "MIN_AGE": ("17", 17),
    "APPEAL_DAYS": ("30", 30),
    "STAFF_TWO_STEP": ("true", True),
    "SQLITE_SYNC": ("NORMAL", "NORMAL"),
    "LOCALE": ("en", "en"),
    "THROTTLES": ("no", False),
    "LOG_LEVEL": ("DEBUG", "DEBUG"),
    "ACCESS_LOG": ("off", False),
    "METRICS_TOKEN": ("t" * 16, "t" * 16),
    "BACKUP_DIR": ("/srv/backups", "/srv/backups"),
    "BACKUP_KEEP": (" 14+8 ", "14+8"),
    "JOBS": ("worker", "worker"),
}
REFUSED = {
    "BASE_URL": ["ide.example", "ftp://x", "https://", "https://x/path", "https://x?a=b", "http://x:port", "//x"],
    "REDIS_URL": ["localhost:6379", "http://x", "redis://", "redis://x:port"],
    "MAIL_URL": ["mail.example", "http://x", "smtp://", "smtp://x:port", "smtps:"],
    "MAIL_FROM": ["nobody", "x <>", "a@b\nBcc: c@d"],
    "PROXIES": ["-1", "6", "two", "1.5"],
    "SECURITY_CONTACT": ["nobody", "http://x", "https://", "a@b\nContact: c@d", "a@b, c@d", "javascript:alert(1)"],
    "MIN_AGE": ["12", "22", ""],
    "APPEAL_DAYS": ["0", "91", "two weeks"],
    "STAFF_TWO_STEP": ["admins"],
    "SQLITE_SYNC": ["OFF", "full"],
    "LOCALE": ["fr", "ID"],
    "THROTTLES": ["maybe"],
    "DB_POOL": ["0", "101", "many"],
    "DB_PATIENCE": ["0", "61", "1.5"],
    "LOG_LEVEL": ["LOUD"],
    "ACCESS_LOG": ["sometimes"],
    "METRICS_TOKEN": ["too short", "é" * 16],
    "BACKUP_KEEP": ["many", "7+", "+4", "7+4+1", "1000", "-1"],
    "JOBS": ["yes"],
}


def test_this_file_knows_every_setting():
    assert [setting.name for setting in SETTINGS] == list(ACCEPTED)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_has_a_default_and_says_what_it_is_for(setting):
    assert read_settings({})[setting.name] == setting.default
    assert read_settings({f"IDEABOARD_{setting.name}": "  "})[setting.name] == setting.default
    assert len(setting.about) > 10


@pytest.mark.parametrize("name", ACCEPTED)
def test_every_setting_is_read_from_the_environment(name):
    text, value = ACCEPTED[name]
    assert read_settings({f"IDEABOARD_{name}": text})[name] == value


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in REFUSED.items() for text in texts if text]
)
def test_a_bad_value_is_one_line_that_names_the_setting(name, text):
    with pytest.raises(ConfigError) as refusal:
        read_settings({f"IDEABOARD_{name}": text})
    line = str(refusal.value)
    assert line.startswith(f"IDEABOARD_{name}")
    assert len(line.splitlines()) == 1
    assert "use " in line


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "MAIL_URL"])
def test_a_password_in_an_address_is_never_repeated(name):
    with pytest.raises(ConfigError) as refusal:
        flask_config(read_settings({f"IDEABOARD_{name}": "wrong://u:hush-hush@host", "SECRET_KEY": "x"}))
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "SECRET_KEY"])
def test_the_usual_plain_names_are_accepted_as_well(name):
    text, value = ACCEPTED[name]
    assert read_settings({name: text})[name] == value


def test_our_own_name_wins_over_the_plain_one_unless_it_is_empty():
    assert read_settings({"SECRET_KEY": "plain", "IDEABOARD_SECRET_KEY": "own"})["SECRET_KEY"] == "own"
    assert read_settings({"SECRET_KEY": "plain", "IDEABOARD_SECRET_KEY": ""})["SECRET_KEY"] == "plain"


@pytest.mark.parametrize(
    ("given", "meant"),
    [("valkey://cache:6379/1", "redis://cache:6379/1"), ("valkeys://u:p@cache", "rediss://u:p@cache")],
)
def test_a_valkey_is_spoken_to_as_a_redis(given, meant):
    assert read_settings({"REDIS_URL": given})["REDIS_URL"] == meant


def test_a_misspelt_setting_is_refused():
    with pytest.raises(ConfigError, match=r"^IDEABOARD_BASEURL is not a setting"):
        read_settings({"IDEABOARD_BASEURL": "https://ide.example"})


def test_other_variables_are_none_of_our_business():
    assert read_settings({"PATH": "/bin", "BASE_URL": "nonsense"})["BASE_URL"] == "http://127.0.0.1:8000"


# The database


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", "sqlite:////srv/i/ideaboard.db"),
        ("sqlite:///other.db", "sqlite:////srv/i/other.db"),
        ("sqlite:////var/x.db", "sqlite:////var/x.db"),
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h:5433/d?sslmode=require", "postgresql+psycopg://u:p@h:5433/d?sslmode=require"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
    ],
)
def test_database_addresses_are_brought_into_one_form(url, expected):
    values = read_settings({"DATABASE_URL": url, "IDEABOARD_INSTANCE": "/srv/i", "SECRET_KEY": "x"})
    assert flask_config(values)["SQLALCHEMY_DATABASE_URI"] == expected


@pytest.mark.parametrize(
    "url",
    ["mysql://h/d", "sqlite://", "sqlite:///", "sqlite:///:memory:", "postgresql://", "postgresql://h:x/d", "x"],
)
def test_other_database_addresses_are_refused(url):
    with pytest.raises(ConfigError, match=r"^DATABASE_URL must be"):
        flask_config(read_settings({"DATABASE_URL": url, "SECRET_KEY": "x"}))


def test_a_replica_goes_with_postgresql_only():
    both = {"DATABASE_URL": "postgresql://h/d", "IDEABOARD_READ_DATABASE_URL": "postgres://u:p@replica/d"}
    url = flask_config(read_settings({**both, "SECRET_KEY": "x"}))["READ_DATABASE_URL"]
    assert url == "postgresql+psycopg://u:p@replica/d"
    for wrong in ({"DATABASE_URL": ""}, {"IDEABOARD_READ_DATABASE_URL": "sqlite:///x.db"}):
        with pytest.raises(ConfigError, match=r"^READ_DATABASE_URL goes with"):
            flask_config(read_settings({**both, **wrong, "SECRET_KEY": "x"}))
    with pytest.raises(ConfigError, match=r"^READ_DATABASE_URL must be"):
        flask_config(read_settings({**both, "IDEABOARD_READ_DATABASE_URL": "mysql://u:p@h/d", "SECRET_KEY": "x"}))


def test_the_replica_may_be_called_by_its_older_name():
    assert read_settings({"IDEABOARD_REPLICA_URL": "postgresql://r/d"})["READ_DATABASE_URL"] == "postgresql://r/d"


# The secret


def production(**environ: str) -> dict:
    return flask_config(read_settings({"IDEABOARD_BASE_URL": "https://ide.example", **environ}))


def test_production_needs_a_secret_of_its_own(tmp_path):
    with pytest.raises(ConfigError, match="Set SECRET_KEY"):
        production(IDEABOARD_INSTANCE=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_short_secret_is_refused_in_production():
    with pytest.raises(ConfigError, match="at least 32 characters"):
        production(SECRET_KEY="s" * 31)
    assert production(SECRET_KEY="s" * 32)["SECRET_KEY"] == "s" * 32


def test_production_binds_the_cookie_and_the_host_name():
    config = production(SECRET_KEY="s" * 32)
    assert config["PRODUCTION"]
    assert config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert config["SESSION_COOKIE_SECURE"]
    assert config["TRUSTED_HOSTS"] == ["ide.example"]


def development(instance: Path) -> dict:
    return flask_config(read_settings({"IDEABOARD_INSTANCE": str(instance)}))


def test_in_development_a_secret_is_made_once_and_kept_private(tmp_path):
    first = development(tmp_path / "new")["SECRET_KEY"]
    assert development(tmp_path / "new")["SECRET_KEY"] == first
    assert len(first) >= 48
    path = tmp_path / "new" / "secret_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [kept.name for kept in path.parent.iterdir()] == ["secret_key"]


def test_processes_that_start_together_use_one_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: development(tmp_path)["SECRET_KEY"], range(40)))
    assert len(secrets) == 1


def test_an_instance_that_is_a_file_is_refused_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        development(tmp_path / "file")
    with pytest.raises(ConfigError, match="cannot be written"):
        development(tmp_path / "file" / "below")


# .env and overrides


def test_no_env_file_is_required(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("IDEABOARD_ENV_FILE", raising=False)
    load_env_file()


def test_settings_may_stand_in_a_file_but_the_environment_wins(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("IDEABOARD_LOCALE=en\nIDEABOARD_MIN_AGE=17\nSECRET_KEY='a${HOME}b'\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "environ", {"IDEABOARD_MIN_AGE": "20"})
    load_env_file()
    values = read_settings(os.environ)
    assert (values["LOCALE"], values["MIN_AGE"], values["SECRET_KEY"]) == ("en", 20, "a${HOME}b")


def test_a_named_file_that_is_missing_is_refused(monkeypatch):
    monkeypatch.setenv("IDEABOARD_ENV_FILE", "/nowhere/env")
    with pytest.raises(ConfigError, match="is not there"):
        load_env_file()


def test_overrides_win_over_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("IDEABOARD_LOCALE", "id")
    app = create_app({**test_settings(tmp_path, ""), "LOCALE": "en", "MAX_FORM_PARTS": 7})
    assert app.config["LOCALE"] == app.config["BABEL_DEFAULT_LOCALE"] == "en"
    assert app.config["MAX_FORM_PARTS"] == 7
    assert app.config["INSTANCE"] == tmp_path


def test_the_example_file_lists_every_setting_with_its_default():
    text = (ROOT / ".env.example").read_text()
    shown = dict(re.findall(r"^#?\s*IDEABOARD_([A-Z_]+)=(.*)$", text, re.MULTILINE))
    assert set(shown) == {setting.name for setting in SETTINGS}
    for setting in SETTINGS:
        default = ",".join(setting.default) if isinstance(setting.default, list) else str(setting.default)
        assert shown[setting.name] == default, setting.name
        assert setting.about in text, setting.name


def test_the_example_file_starts_as_it_is(tmp_path, monkeypatch):
    environ = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    read_settings(environ)
