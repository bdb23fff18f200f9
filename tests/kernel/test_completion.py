"""What Tab and Shift-Tab show in the prepared kernel."""

import pytest

CODE = "var someNet = new SequentialBlock();"


def test_tab_offers_the_methods_of_a_net_and_ends_the_name_of_a_helper(kernel):
    kernel.run(CODE)
    assert {"add(", "forward(", "toString()"} <= set(kernel.complete("someNet."))
    assert "trainCh6(" in kernel.complete("trainC")
    assert {"trainIter(", "trainImages()"} <= set(kernel.complete("FashionMnist.load().train"))


HELPER = "TrainingReport Training.trainCh6(Block net, Iterable<"


@pytest.mark.parametrize(
    ("code", "signature"),
    [
        ("trainCh6", HELPER),
        ("trainCh6(", HELPER),
        ("trainCh6(someNet, nobodyKnowsThis", HELPER),
        ("import java.util.*;\nvar result = trainCh6(", HELPER),
        ("trainCh6(someNet", "someNet:"),
        ("new Accumulator(", "Accumulator(int n)"),
        ("Accumulator", "ai.d2l.Accumulator"),
        ("System.out.println", "void PrintStream.println()"),
        ("/* é😀 */ trainCh6(", HELPER),
    ],
)
def test_shift_tab_knows_where_typing_has_left_the_cursor(kernel, code, signature):
    kernel.run(CODE)
    assert kernel.inspect(code, at=len(code)).startswith(signature)


def test_shift_tab_shows_the_javadoc_of_a_helper_and_of_the_library(kernel):
    shown = kernel.inspect("trainCh6(", at=4)
    assert "\nTrains a net from fresh weights and draws its curve" in shown
    assert "\nnumEpochs: the number of passes, at least 1\n" in shown
    kernel.run(CODE)
    assert "Adds the given Block to the block" in kernel.inspect("someNet.add(", at=9)


def test_what_nobody_knows_is_answered_with_nothing(kernel):
    assert kernel.complete("nobodyKnowsThis.") == []
    assert kernel.inspect("nobodyKnowsThis") == ""
