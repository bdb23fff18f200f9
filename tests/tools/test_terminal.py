import io

from d2ltools.terminal import Terminal


class Screen(io.StringIO):
    """What a terminal is written to."""

    def isatty(self):
        return True


def test_a_terminal_shows_the_newest_status_in_place():
    screen = Screen()
    terminal = Terminal(screen)
    terminal.status("one")
    terminal.status("two")
    terminal.settle()
    assert screen.getvalue() == "one\r\x1b[Ktwo\r\x1b[Ktwo\n"


def test_elsewhere_only_the_first_and_the_last_of_many_are_printed():
    out = io.StringIO()
    terminal = Terminal(out)
    for i in range(100):
        terminal.status(f"epoch {i}")
    terminal.settle()
    assert out.getvalue() == "epoch 0\nepoch 99\n"


def test_a_status_that_was_printed_is_not_printed_again():
    out = io.StringIO()
    terminal = Terminal(out, pause=0)
    terminal.status("done")
    terminal.settle()
    assert out.getvalue() == "done\n"


def test_parts_of_a_line_stay_together_and_a_status_begins_a_new_one():
    out = io.StringIO()
    terminal = Terminal(out)
    terminal.write("a")
    terminal.write("b")
    terminal.say("c")
    assert out.getvalue() == "ab\nc\n"


def test_a_status_is_never_wider_than_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    screen = Screen()
    Terminal(screen).status("x" * 100)
    assert screen.getvalue() == "x" * 19


def test_where_it_is_no_terminal_there_are_no_codes():
    out = io.StringIO()
    terminal = Terminal(out, pause=0)
    terminal.status("a\nb")
    terminal.clear()
    assert out.getvalue() == "a b\n"
