"""What a poll of a feed would do, and what is wrong with the feed, in words. Pure."""

from collections import Counter
from datetime import datetime, timedelta

from msgspec import Struct

from wirewatch_fetcher.adapter import Adapted
from wirewatch_fetcher.documents import FeedDocument
from wirewatch_fetcher.identity import IdRung
from wirewatch_fetcher.retrieve import Answer
from wirewatch_fetcher.schedule import Pace, cache_wish_s, next_interval_s, retry_after_s, rhythm_s

_STALE = timedelta(days=30)
_LARGE_BYTES = 100_000


class Finding(Struct, frozen=True, kw_only=True):
    """One thing about a feed; `wrong` marks what its publisher should mend or a reader should know."""

    about: str
    words: str
    wrong: bool = False


def explain_answer(answer: Answer, *, now: datetime) -> tuple[Finding, ...]:
    """Return what the server's answer means for later polls."""
    kept = answer.validators
    validators = " and ".join(
        f"{name} {value}" for name, value in (("ETag", kept.etag), ("Last-Modified", kept.last_modified)) if value
    )
    permanent = [hop for hop in answer.redirects if hop.status in {301, 308}]
    wish_s, busy_s = cache_wish_s(answer.headers, now=now), retry_after_s(answer.headers.get("retry-after"), now=now)
    return (
        *(
            Finding(about="redirect", words=f"{hop.status} to {hop.url}", wrong=hop in permanent)
            for hop in answer.redirects
        ),
        Finding(about="status", words=f"{answer.status} after {answer.elapsed_s:.2f} s", wrong=answer.body is None),
        *_headers(answer),
        Finding(
            about="validators",
            words=validators or "none: every poll is a whole download",
            wrong=answer.body is not None and not validators,
        ),
        *((Finding(about="cache", words=f"asks for a pause of {wish_s} s between polls"),) if wish_s else ()),
        *((Finding(about="retry", words=f"asks to be left alone for {busy_s} s", wrong=True),) if busy_s else ()),
    )


def _headers(answer: Answer) -> tuple[Finding, ...]:
    """Return what the server says of the body; a web page's media type is wrong where there is a feed."""
    said = answer.headers.get("content-type")
    packed, size = answer.headers.get("content-encoding"), len(answer.body or b"")
    body = f"{size:,} bytes" + (f", sent as {packed}" if packed else ", not compressed")
    return (
        Finding(about="media type", words=said or "not said", wrong=not said or said.lower().startswith("text/html")),
        *((Finding(about="size", words=body, wrong=not packed and size > _LARGE_BYTES),) if answer.body else ()),
    )


def explain_pace(document: FeedDocument, answer: Answer, *, pace: Pace, now: datetime) -> Finding:
    """Return when a poll would ask again, and why then."""
    rhythm = rhythm_s(entry.published for entry in document.entries if entry.published)
    wish_s = max(document.interval_s or 0, cache_wish_s(answer.headers, now=now))
    seconds = next_interval_s(None, pace=pace, new=0, total=len(document.entries), rhythm_s=rhythm, wish_s=wish_s)
    why = "as it asks" if seconds == wish_s else "half of its rhythm" if rhythm and seconds == int(rhythm / 2) else ""
    return Finding(about="next poll", words=f"after {seconds / 60:.0f} minutes" + (f", {why}" if why else ""))


def explain_document(document: FeedDocument, adapted: tuple[Adapted, ...], *, now: datetime) -> tuple[Finding, ...]:
    """Return what is in the feed: its kind, entries, ids, dates and links."""
    return (
        Finding(about="feed", words=f"{document.title or '(no title)'}, {document.version or document.format.value}"),
        *((Finding(about="XML", words=document.problem, wrong=True),) if document.problem else ()),
        *((Finding(about="end", words="the document breaks off", wrong=True),) if not document.complete else ()),
        Finding(about="entries", words=str(len(adapted)), wrong=not adapted),
        *(_ids(adapted) if adapted else ()),
        *(_dates(adapted, now) if adapted else ()),
        *_links(adapted),
        *((Finding(about="hub", words=f"{document.hub} (WebSub)"),) if document.hub else ()),
        *((Finding(about="archive", words=document.previous),) if document.previous else ()),
    )


def _ids(adapted: tuple[Adapted, ...]) -> tuple[Finding, ...]:
    rungs = Counter(one.identity.rung for one in adapted)
    said = ", ".join(f"{count} from {rung.value}" for rung, count in rungs.most_common())
    repeated = sum(1 for one in adapted if one.entry.id and one.identity.rung is not IdRung.ID)
    wrong = f"; {repeated} ids are repeated or no ids at all" if repeated else ""
    return (Finding(about="ids", words=said + wrong, wrong=rungs[IdRung.ID] < len(adapted)),)


def _dates(adapted: tuple[Adapted, ...], now: datetime) -> tuple[Finding, ...]:
    dates = sorted(one.entry.published for one in adapted if one.entry.published)
    unread = [one.entry.published_words for one in adapted if one.entry.published_words and not one.entry.published]
    if not dates:
        return (Finding(about="dates", words=f"none that can be read{_example(unread)}", wrong=True),)
    words = f"{len(dates)} of {len(adapted)} dated, {dates[0].isoformat()} to {dates[-1].isoformat()}"
    rhythm = rhythm_s(dates)
    pace = () if rhythm is None else (Finding(about="rhythm", words=f"one entry every {rhythm / 60:.0f} minutes"),)
    missing = len(dates) < len(adapted)
    return (
        Finding(about="dates", words=words + _example(unread), wrong=missing or dates[-1] < now - _STALE),
        *((Finding(about="clock", words="the newest date lies in the future", wrong=True),) if dates[-1] > now else ()),
        *pace,
    )


def _example(unread: list[str]) -> str:
    return f"; unreadable, such as {unread[0]!r}" if unread else ""


def _links(adapted: tuple[Adapted, ...]) -> tuple[Finding, ...]:
    missing = sum(1 for one in adapted if one.article.url is None)
    return (Finding(about="links", words=f"{missing} entries have none", wrong=True),) if missing else ()
