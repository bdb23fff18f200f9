"""Variables that JShell sets back because of another cell: the kernel names them."""

LOST = "This cell has changed what {} made of, and {} gone: run the cell{} again\n"
ONE = LOST.format("`{}` is", "its value is", " that makes it")


def test_a_type_that_is_changed_names_all_that_is_made_with_it(kernel):
    kernel.run("int size = 64; int other = 1; var data = FashionMnist.load();")
    kernel.run("var iter = data.trainIter(size); var first = iter.iterator();")
    said = kernel.run("long size = 64;").text
    assert said == LOST.format("`iter` and `first` are", "their values are", "s that make them")
    assert kernel.run("other").shown == [{"text/plain": "1"}]


def test_a_variable_that_is_null_again_is_named(kernel):
    kernel.run("int width = 64; var text = Integer.toString(width);")
    kernel.run("double width = 64;")
    assert kernel.run("int width = 64;").text == ONE.format("text")
    assert kernel.run("text == null").shown == [{"text/plain": "true"}]


def test_a_class_that_is_changed_names_its_objects_but_those_made_again(kernel):
    kernel.run("class Layer { int n = 1; } var old = new Layer(); var made = new Layer();")
    said = kernel.run("class Layer { int n = 2; } var made = new Layer();").text
    assert said == ONE.format("old")


def test_a_cell_that_is_run_again_as_it_was_says_nothing(kernel):
    cell = "int size = 64; double lr = 0.1;"
    kernel.run(cell)
    kernel.run("var pair = List.of(size, lr);")
    assert kernel.run(cell).text == ""
    assert kernel.run("pair").shown == [{"text/plain": "[64, 0.1]"}]
