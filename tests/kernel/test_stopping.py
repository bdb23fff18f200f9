"""The stop button, by the protocol: pressed twice, while data loads, while other cells wait.

Cells that wait are what Run All leaves in the queue: after a stop or an error they are not run.
"""

import time

import live_kernel
import pytest

INTERRUPTED = "Evaluation interrupted."


@pytest.fixture
def press_stop(kernel):
    def press():
        client = kernel.client
        client.control_channel.send(client.session.msg("interrupt_request", {}))

    return press


def begun(kernel, code):
    """Starts a cell, and returns when it runs; a block, since a stop ends one statement."""
    request = kernel.client.execute('{ System.out.println("begun"); ' + code + " }")
    while kernel.client.get_iopub_msg(timeout=60)["content"].get("text") != "begun\n":
        continue
    return request


def test_pressed_twice_it_ends_one_cell_and_when_nothing_runs_none(kernel, press_stop):
    request = begun(kernel, "Thread.sleep(60_000);")
    press_stop()
    press_stop()
    assert INTERRUPTED in kernel.outcome(request).error
    assert kernel.run("20 + 1").shown == [{"text/plain": "21"}]
    press_stop()
    assert kernel.run("20 + 2").shown == [{"text/plain": "22"}]


def test_pressed_while_data_loads_it_leaves_a_kernel_that_loads_them(kernel, press_stop):
    code = "while (!Thread.interrupted()) try (var stopped = FashionMnist.load()) { }"
    request = begun(kernel, code)
    press_stop()
    assert INTERRUPTED in kernel.outcome(request).error
    assert kernel.run("FashionMnist.load().testLabels().size()").shown == [{"text/plain": "1000"}]


def statuses(kernel, requests):
    """Waits until all of the requests are answered."""
    answered = {}
    while set(requests) - set(answered):
        reply = kernel.client.get_shell_msg(timeout=60)
        answered[reply["parent_header"]["msg_id"]] = reply["content"]["status"]
    return [answered[request] for request in requests]


def test_cells_that_wait_are_not_run_after_a_stop(kernel, press_stop):
    kernel.run("int ran = 0;")
    request = begun(kernel, "Thread.sleep(60_000);")
    waiting = [kernel.client.execute(f"ran = {i};") for i in (1, 2, 3)]
    press_stop()
    outcome = kernel.outcome(request)
    assert INTERRUPTED in outcome.error
    assert outcome.text == "Stopped here: 3 cells that were waiting were not run\n"
    assert statuses(kernel, waiting) == ["aborted"] * 3
    assert kernel.run("ran").shown == [{"text/plain": "0"}]


def test_a_training_that_is_stopped_ends_run_all(kernel, press_stop):
    kernel.run(
        "int ran = 0; var data = FashionMnist.load(); var net = new SequentialBlock()"
        ".add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(10).build());"
    )
    training = "trainCh6(net, data.trainIter(50), data.testIter(50), 5000, 0.1, tryGpu());"
    request = begun(kernel, training)
    waiting = kernel.client.execute("ran = 1;")
    while kernel.client.get_iopub_msg(timeout=60)["msg_type"] != "display_data":
        continue
    press_stop()
    assert "1 cell that was waiting was not run" in kernel.outcome(request).text
    assert statuses(kernel, [waiting]) == ["aborted"]
    assert kernel.run("evaluateAccuracyGpu(net, data.testIter(50)) >= 0").error == ""
    assert kernel.run("ran").shown == [{"text/plain": "0"}]


def test_cells_that_wait_are_not_run_after_an_error(kernel):
    codes = ["int ran = 0;", 'throw new IllegalStateException("no luck");', "ran = 1;", "ran = 2;"]
    requests = [kernel.client.execute(code) for code in codes]
    completion = kernel.client.complete("FashionMn")
    expected = ["ok", "error", "aborted", "aborted", "ok"]
    assert statuses(kernel, [*requests, completion]) == expected
    assert kernel.run("ran").shown == [{"text/plain": "0"}]


def test_a_front_end_that_goes_on_after_errors_may(kernel):
    kernel.run("int ran = 0;")
    first = kernel.client.execute('throw new IllegalStateException("x");', stop_on_error=False)
    second = kernel.client.execute("ran = 1;")
    assert statuses(kernel, [first, second]) == ["error", "ok"]
    assert kernel.run("ran").shown == [{"text/plain": "1"}]


@pytest.mark.parametrize("separator", ["\n", "CELL"])
def test_pressed_between_statements_it_is_not_lost(kernel, press_stop, separator):
    kernel.run("int ran = 0;")
    statements = [*(f"ran = {i};" for i in range(1, 200)), "Thread.sleep(60_000);"]
    cells = separator.join(statements).split("CELL")
    for _ in range(3):
        requests = [kernel.client.execute(code) for code in [*cells, "ran = -1;"]]
        time.sleep(0.5)
        press_stop()
        assert statuses(kernel, requests)[-1] == "aborted"
    assert int(kernel.run("ran").shown[0]["text/plain"]) in range(200)


def test_pressed_in_the_first_seconds_it_stops_and_harms_nothing():
    first = "import ai.d2l.*; import tech.tablesaw.api.*; Table.create(); FashionMnist.load();"
    first += " Thread.sleep(60_000);"
    with live_kernel.started(D2L_DATA="sample") as kernel:
        requests = [kernel.client.execute(code) for code in (first, "int ran = 1;")]
        time.sleep(0.3)
        kernel.client.control_channel.send(kernel.client.session.msg("interrupt_request", {}))
        assert statuses(kernel, requests)[1] == "aborted"
        after = 'import ai.d2l.*; import tech.tablesaw.api.*; Table.create("t").write().toString("html")'
        assert kernel.run(after).error == ""
        assert kernel.run("FashionMnist.load()").error == ""
