import os
from pathlib import Path

from runtime.mapped import mapped
from studio.commands.files import opened


def test_a_file_is_looked_at_where_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "mail.eml"
    file.write_bytes(b"Subject: x\r\n\r\nwords")

    with opened(str(file)) as content:
        view = mapped(content)

    assert bytes(view[-5:]) == b"words"


def test_what_comes_through_a_pipe_can_be_gone_through_twice() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"words")
    os.close(writer)

    with opened(f"/dev/fd/{reader}") as content:
        assert content.read() == b"words"
        content.seek(0)
        assert bytes(mapped(content)) == b"words"
    os.close(reader)
