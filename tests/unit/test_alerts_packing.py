"""State in Redis: what comes out is what went in."""

from datetime import datetime

from wirewatch.incidents import EventTime, TimePrecision
from wirewatch_alerts.packing import pack, unpack


def test_the_offset_of_a_place_survives() -> None:
    """Half past four in Baghdad stays half past four, not half past one in UTC."""
    moment = datetime.fromisoformat("2022-01-03T04:30:00+03:00")
    when = EventTime(start=moment, end=moment, precision=TimePrecision.MINUTE, zone="Asia/Baghdad", words="4:30 a.m.")
    assert unpack(pack(when), EventTime).start.isoformat() == "2022-01-03T04:30:00+03:00"
