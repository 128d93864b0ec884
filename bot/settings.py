"""Every setting of Peerbot, read from the environment and from `.env` in the working directory.

The only module that reads the environment. `.env.example` lists the same names with the same
defaults, and a test compares the two; a name in `.env` that is not known here is refused.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

from dotenv.parser import Binding, parse_stream
from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """The environment or `.env` holds something Peerbot cannot work with."""


class Settings(BaseSettings):
    """The environment, read once."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="forbid", frozen=True)

    slack_bot_token: SecretStr | None = Field(default=None, description="xoxb-…, from OAuth & Permissions")
    slack_app_token: SecretStr | None = Field(default=None, description="xapp-…, with connections:write")
    slack_api_url: str = Field(default="https://slack.com/api/", description="a stand-in for Slack, or Slack")
    facilitators_channel: str | None = Field(
        default=None,
        pattern=r"^[CG][A-Z0-9]+$",
        description="the id of the channel that 'Ask a person' posts to",
    )
    network_teams: str = Field(
        default="",
        pattern=r"^\s*([TE][A-Z0-9]+\s*(,\s*[TE][A-Z0-9]+\s*)*)?$",
        description="ids of Slack teams, with commas between, whose people all belong to the network",
    )
    data_dir: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        default=Path("var"), description="the folder where everything is kept"
    )
    database_url: str | None = Field(
        default=None, description="sqlite:///FILE or postgresql://…; a file under DATA_DIR when unset"
    )
    council_register: Path | None = Field(
        default=None, description="a CSV file that adds councils, or what kind of place they are"
    )
    embedding_model: str = Field(
        default="all-MiniLM-L6-v2", description="the shipped model, or any Sentence Transformers name or path"
    )
    reranking_model: str | None = Field(
        default=None, description="a Sentence Transformers CrossEncoder that reads the first passages again"
    )
    sample_library: bool = Field(
        default=True, description="whether the first start loads the sample case studies"
    )
    read_time_limit_seconds: float = Field(default=60, gt=0, description="for reading one file")
    read_size_limit_bytes: int = Field(default=50_000_000, gt=0, description="of one file")
    answer_workers: int = Field(default=2, ge=1, le=64, description="questions answered at the same time")
    answer_queue: int = Field(default=500, ge=1, description="questions that may wait before 'busy' is said")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR"
    )

    @model_validator(mode="after")
    def _both_tokens_or_none(self) -> Self:
        if (self.slack_bot_token is None) != (self.slack_app_token is None):
            missing = "SLACK_APP_TOKEN" if self.slack_bot_token else "SLACK_BOT_TOKEN"
            raise ValueError(f"{missing} is missing: Slack needs both tokens, see README.md")
        return self

    @property
    def network_team_ids(self) -> tuple[str, ...]:
        return tuple(team.strip() for team in self.network_teams.split(",") if team.strip())

    @property
    def has_slack_tokens(self) -> bool:
        return self.slack_bot_token is not None


def load_settings() -> Settings:
    """The settings of this environment; raises SettingsError with a line for each that is wrong."""
    try:
        if broken := _broken_line(Path(".env")):
            raise SettingsError(f".env, line {broken} is not of the form NAME=value")
        return Settings()
    except UnicodeDecodeError as error:
        raise SettingsError(".env is not text in UTF-8") from error
    except ValidationError as error:
        raise SettingsError("\n".join(_problem(detail) for detail in error.errors())) from error


def _broken_line(file: Path) -> int | None:
    """The number of the first line that would be left out in silence."""
    if not file.is_file():
        return None
    with file.open(encoding="utf-8") as lines:
        return next((_number(one) for one in parse_stream(lines) if _says_nothing(one)), None)


def _says_nothing(line: Binding) -> bool:
    return line.error or (line.key is not None and line.value is None)


def _number(line: Binding) -> int:
    """The parser counts from the empty lines before it."""
    written = line.original.string
    return line.original.line + written[: len(written) - len(written.lstrip())].count("\n")


def _problem(detail: ErrorDetails) -> str:
    name = str(detail["loc"][0]).upper() if detail["loc"] else ""
    if detail["type"] == "extra_forbidden":
        return f"{name} in .env is not a setting of Peerbot: see .env.example"
    return f"{name}: {detail['msg']}" if name else detail["msg"].removeprefix("Value error, ")
