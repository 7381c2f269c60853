"""What programs send: checked before any table is asked."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from ninja import Schema
from ninja.pagination import LimitOffsetPagination
from pydantic import Field, field_validator

FIRST_YEAR, LAST_YEAR = 1800, 2200


class Said(Schema):
    """Text that every database can hold, and days that lie in reach."""

    @field_validator("*", mode="before", check_fields=False)
    @classmethod
    def _text(cls, value: Any) -> Any:
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and ("\0" in text or any("\ud800" <= c <= "\udfff" for c in text)):
                raise ValueError("the text holds characters that are none; send it as UTF-8 without NUL")
        return value

    @field_validator("*", mode="after", check_fields=False)
    @classmethod
    def _day(cls, value: Any) -> Any:
        if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValueError(f"the year {value.year} is not between {FIRST_YEAR} and {LAST_YEAR}")
        if isinstance(value, datetime) and timezone.is_naive(value):
            return timezone.make_aware(value)
        return value


class Because(Said):
    """Every fact may have a reason."""

    reason: str = Field("", max_length=2000)


class Moment(Said):
    """As the record stood then."""

    at: datetime | None = Field(None, description="as the record stood at this moment (default: now)")


class Pages(LimitOffsetPagination):
    """Lists in parts."""

    class Input(Schema):
        """Which part."""

        limit: int = Field(100, ge=1, le=1000)
        offset: int = Field(0, ge=0, le=100_000_000)
