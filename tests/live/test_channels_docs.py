"""`docs/channels.md`: each of its files is right."""

import re
from pathlib import Path

import pytest

from dispatcher_office import alert_of
from docs_page import blocks
from wirewatch_dispatcher.channels_file import load_channels
from wirewatch_dispatcher.render import Content, words

SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0"


@pytest.mark.parametrize("text", blocks("channels.md", "yaml"))
def test_every_file_of_the_page_is_right(text: str, tmp_path: Path) -> None:
    """Each example is read without a complaint, and its templates have words."""
    (tmp_path / "secrets").mkdir()
    for name in re.findall(r"secrets/([a-z-]+)", text):
        (tmp_path / "secrets" / name).write_text(SECRET)
    (tmp_path / "channels.yaml").write_text(text)
    read = load_channels(tmp_path / "channels.yaml")
    told = [words(Content(alerts=(alert_of(),)), title=one.title, text=one.text) for one in read.channels.values()]
    assert all(one.title and one.text.strip() for one in told)
