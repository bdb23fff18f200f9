import io

from d2ltools.terminal import Terminal


class Screen(io.StringIO):
    """What a terminal is written to."""

    def isatty(self):
        return True


def test_a_terminal_shows_the_newest_status_in_place_and_within_its_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal(Screen())
    terminal.status("one")
    terminal.status("x" * 100)
    terminal.settle()
    assert terminal.out.getvalue() == "one\r\x1b[K" + "x" * 19 + "\r\x1b[K" + "x" * 100 + "\n"


def test_elsewhere_only_the_first_and_the_last_of_many_are_printed():
    out = io.StringIO()
    terminal = Terminal(out)
    for i in range(100):
        terminal.status(f"epoch {i}")
    terminal.settle()
    assert out.getvalue() == "epoch 0\nepoch 99\n"
