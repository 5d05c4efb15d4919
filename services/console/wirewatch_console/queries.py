"""The parameters of requests, checked: what is unknown or wrong is refused by name."""

from typing import Annotated

from msgspec.structs import replace
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from wirewatch.alerts import AlertState, Severity
from wirewatch.incidents import IncidentType, Status
from wirewatch_console.hub import read_event_id
from wirewatch_console.pages import Position, read_cursor
from wirewatch_console.wanted import Wanted

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Filters(BaseModel):
    """What narrows alerts down; each may be given several times, then any of its values will do."""

    model_config = ConfigDict(extra="forbid")

    rule: list[str] = Field(default=[], description="Ids of rules; `*` stands for anything.", examples=[["drone-*"]])
    severity: list[Severity] = Field(default=[], description="How bad it is.")
    country: list[Country] = Field(default=[], description="Where it happened, ISO 3166-1 alpha-2.", examples=[["IQ"]])
    status: list[Status] = Field(default=[], description="How sure the incident is.")
    type: list[IncidentType] = Field(default=[], description="What happened.")
    state: list[AlertState] = Field(default=[], description="Where the alert stands.")

    def wanted(self) -> Wanted:
        """Return the filters as the code has them."""
        return Wanted(
            rules=tuple(self.rule),
            severities=tuple(self.severity),
            countries=tuple(self.country),
            statuses=tuple(self.status),
            types=tuple(self.type),
            states=tuple(self.state),
        )


class PageQuery(Filters):
    """Filters, and which page of what they leave."""

    since: AwareDatetime | None = Field(
        default=None, description="Alerts that changed then or later.", examples=["2025-03-04T12:00:00Z"]
    )
    limit: int = Field(default=50, ge=1, le=200, description="So many at most.")
    cursor: str | None = Field(default=None, max_length=200, description="`next` of the page before.")

    def wanted(self) -> Wanted:
        """Return the filters as the code has them."""
        return replace(super().wanted(), since=self.since)

    def after(self) -> Position | None:
        """Return the place that the page begins after; raises `CursorError`."""
        return read_cursor(self.cursor) if self.cursor else None


class StreamQuery(Filters):
    """Filters, and where the stream goes on for readers that can't set the header `Last-Event-ID`."""

    last_event_id: str | None = Field(
        default=None, description="As the header `Last-Event-ID`; `0` is all that the stream keeps."
    )

    @field_validator("last_event_id")
    @classmethod
    def _is_an_id(cls, text: str | None) -> str | None:
        if text is not None and read_event_id(text) is None:
            raise ValueError("must be an event's id, such as 1741089600000-0")
        return text
