"""Settings: everything wrong is named at once, in sentences, and no secret is shown."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.database_settings import read_database_url
from bot.errors import SetupError
from bot.settings import Settings, read_settings
from bot.storage.base.cipher import new_key

GOOD: dict[str, str] = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """None of the developer's `.env` or variables."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_two_tokens_are_enough() -> None:
    settings = read_settings(**GOOD)
    assert settings.uses_socket_mode
    assert settings.slack_api_url == "https://slack.com/api/"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({}, "SLACK_BOT_TOKEN is missing.", id="nothing given"),
        pytest.param({"slack_bot_token": "secret"}, "SLACK_BOT_TOKEN: should begin with xoxb-.", id="another token"),
        pytest.param({"slack_app_token": "secret"}, "SLACK_APP_TOKEN: should begin with xapp-.", id="not an app token"),
        pytest.param({"slack_app_token": None}, "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET", id="neither"),
        pytest.param({"slack_api_url": "slack.com"}, "SLACK_API_URL: should begin with https://.", id="no scheme"),
        pytest.param({"database_url": "mysql://x"}, "DATABASE_URL: should begin with sqlite:///", id="other database"),
        pytest.param({"database_url": "postgres://h/d"}, "ENCRYPTION_KEYS is required", id="PostgreSQL without a key"),
        pytest.param(
            {"otel_exporter_otlp_endpoint": "collector:4318"}, "OTEL_EXPORTER_OTLP_ENDPOINT: should begin", id="no URL"
        ),
        *(
            pytest.param(
                {"otel_exporter_otlp_headers": headers}, "OTEL_EXPORTER_OTLP_HEADERS: should be name=", id=what
            )
            for headers, what in (
                ("secret", "no header"),
                ("api key=secret", "a space in its name"),
                ("a=1,key=secret\nsecret", "two lines"),
                ("key=secret%0Asecret", "two encoded lines"),
                ("key=secret;secret", "a semicolon"),
                ('key="secret"', "quotes"),
            )
        ),
        pytest.param({"port": "eighty"}, "PORT: input should be a valid integer", id="no number"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(given: dict[str, object], sentence: str) -> None:
    values = (GOOD | given) if given else {}
    with pytest.raises(SetupError) as error:
        read_settings(**values)
    assert sentence in str(error.value)
    assert "secret" not in str(error.value)


def test_all_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(SetupError) as error:
        read_settings(slack_bot_token="x", slack_app_token="xapp-1", port="y", log_format="z")
    assert len(str(error.value).splitlines()) == 3


MANY = {"slack_client_id": "1.2", "slack_client_secret": "c", "slack_signing_secret": "s"}
MANY |= {"public_url": "https://chair.example", "encryption_keys": new_key()}


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        pytest.param({"slack_client_secret": ""}, ["SLACK_CLIENT_ID and SLACK_CLIENT_SECRET must"], id="no secret"),
        pytest.param({"slack_client_id": ""}, ["SLACK_CLIENT_ID and SLACK_CLIENT_SECRET must"], id="no id"),
        pytest.param({"public_url": ""}, ["PUBLIC_URL is required"], id="no address"),
        pytest.param({"public_url": "https://a.b/c"}, ["PUBLIC_URL: should be a scheme and a host without"], id="path"),
        pytest.param(
            {"slack_signing_secret": ""}, ["or SLACK_SIGNING_SECRET (HTTP) is required"], id="no signing secret"
        ),
        pytest.param(
            {"public_url": "a.b", "slack_signing_secret": "", "database_url": "postgres://h/d", "encryption_keys": ""},
            ["PUBLIC_URL: should be", "or SLACK_SIGNING_SECRET (HTTP) is required", "ENCRYPTION_KEYS is required"],
            id="much at once",
        ),
        pytest.param({"slack_client_secret": "a b"}, ["SLACK_CLIENT_SECRET: should be one line"], id="a wrong secret"),
        pytest.param(
            {"slack_client_id": "a b", "slack_client_secret": "a b"},
            ["SLACK_CLIENT_ID: should be one line", "SLACK_CLIENT_SECRET: should be one line"],
            id="both wrong",
        ),
        pytest.param(
            {"slack_client_id": "a b", "slack_client_secret": "", "public_url": ""},
            ["SLACK_CLIENT_ID: should be one line", "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET must"],
            id="one wrong, the other missing",
        ),
        pytest.param(
            {"slack_client_secret": "a b", "public_url": ""},
            ["SLACK_CLIENT_SECRET: should be one line", "PUBLIC_URL is required"],
            id="a wrong secret, no address",
        ),
        pytest.param(
            {"slack_signing_secret": "a b"}, ["SLACK_SIGNING_SECRET: should be one line"], id="a wrong signing secret"
        ),
        pytest.param(
            {"slack_app_token": "xoxb-1"},
            ["SLACK_APP_TOKEN: should begin", "SLACK_APP_TOKEN is for a single workspace. Remove it"],
            id="a wrong app token that should not be there",
        ),
    ],
)
def test_what_belongs_together_is_named_beside_what_is_wrong_by_itself(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], sentences: list[str]
) -> None:
    for name, value in (MANY | changed).items():
        monkeypatch.setenv(name.upper(), value)
    assert read_settings(**MANY, slack_app_token=None).serves_many
    with pytest.raises(SetupError) as error:
        read_settings()
    lines = str(error.value).splitlines()
    assert len(lines) == len(sentences)
    for sentence in sentences:
        assert sentence in str(error.value)


@pytest.mark.parametrize("name", sorted(Settings.model_fields.keys() - {"database_url", *GOOD}))
def test_an_empty_one_counts_as_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for given, value in GOOD.items():
        monkeypatch.setenv(given.upper(), value)
    monkeypatch.setenv(name.upper(), "")
    assert read_settings() == Settings.model_validate(GOOD)


def test_an_empty_one_hides_nothing_in_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("".join(f"{name.upper()}={value}\n" for name, value in GOOD.items()))
    for name in GOOD:
        monkeypatch.setenv(name.upper(), "")
    assert read_settings() == Settings.model_validate(GOOD)


def test_an_empty_database_is_refused_since_a_file_was_not_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    with pytest.raises(SetupError, match="DATABASE_URL: should begin with sqlite:///"):
        read_settings(**GOOD)
    assert read_database_url() == "", "which no command takes for a database"


@pytest.mark.parametrize("read", [read_settings, read_database_url])
def test_an_env_file_that_cannot_be_read_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object]
) -> None:
    Path(".env").write_bytes("SUPPORT_EMAIL=jürgen@example.com".encode("latin-1"))
    with pytest.raises(SetupError, match=r"\.env is not UTF-8"):
        read()

    def deny(*_given: object, **_named: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("builtins.open", deny)
    with pytest.raises(SetupError, match=r"\.env cannot be read \(permission denied\)\. Let this user read it"):
        read()


def test_a_list_of_keys_without_any_is_said() -> None:
    with pytest.raises(SetupError, match="holds no key"):
        read_settings(**GOOD, encryption_keys=" , ").keys()


def test_settings_come_from_the_environment_and_from_env_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-environment")
    Path(".env").write_text("SLACK_SIGNING_SECRET=abc\nSLACK_APP_TOKEN=\nDATABASE_URL=sqlite:///mine.sqlite3\n")
    settings = read_settings()
    assert not settings.uses_socket_mode
    assert "xoxb-environment" not in repr(settings)
    assert read_database_url() == "sqlite:///mine.sqlite3"


def test_a_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = read_settings(**GOOD, database_url=f"sqlite:///{tmp_path}/a.sqlite3")
    assert settings.keys() == settings.keys()
    assert (tmp_path / "a.sqlite3.key").stat().st_mode & 0o777 == 0o600


def test_a_database_in_memory_has_a_key_of_its_own() -> None:
    assert len(read_settings(**GOOD, database_url="sqlite://").keys()) == 1


def test_a_key_that_is_none_is_named_by_its_number() -> None:
    settings = read_settings(**GOOD, encryption_keys="abc")
    with pytest.raises(SetupError, match="key 1 is not valid"):
        settings.keys()
