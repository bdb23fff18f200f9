"""The stop button, by the protocol: pressed twice, while data loads, while other cells wait."""

import pytest

INTERRUPTED = "Evaluation interrupted."


@pytest.fixture
def press_stop(kernel):
    def press():
        client = kernel.client
        client.control_channel.send(client.session.msg("interrupt_request", {}))

    return press


def begun(kernel, code):
    """Starts a cell, and returns when it runs."""
    request = kernel.client.execute(code)
    while kernel.client.get_iopub_msg(timeout=60)["content"].get("text") != "begun\n":
        continue
    return request


def test_pressed_twice_it_ends_one_cell_and_no_other(kernel, press_stop):
    request = begun(kernel, 'System.out.println("begun"); Thread.sleep(60_000);')
    press_stop()
    press_stop()
    assert INTERRUPTED in kernel.outcome(request).error
    assert kernel.run("20 + 1").shown == [{"text/plain": "21"}]


def test_pressed_while_data_loads_it_leaves_a_kernel_that_loads_them(kernel, press_stop):
    code = """
    System.out.println("begun");
    for (int i = 0; i < 50; i++) try (var stopped = FashionMnist.load()) { }
    """
    request = begun(kernel, code)
    press_stop()
    assert INTERRUPTED in kernel.outcome(request).error
    assert kernel.run("FashionMnist.load().testLabels().size()").shown == [{"text/plain": "1000"}]


def test_a_cell_that_is_run_while_another_runs_waits_for_it(kernel):
    first = begun(kernel, 'System.out.println("begun"); Thread.sleep(500); int order = 1;')
    second = kernel.client.execute("order + 1")
    assert kernel.outcome(first).error == ""
    assert kernel.outcome(second).shown == [{"text/plain": "2"}]


def test_pressed_when_nothing_runs_it_does_nothing(kernel, press_stop):
    press_stop()
    assert kernel.run("20 + 2").shown == [{"text/plain": "22"}]
