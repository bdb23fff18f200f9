import results


def test_what_is_written_is_read_back(tmp_path):
    stored = [
        {"round": 1, "row": "a", "loss": 0.125, "machine": "x, y", "epochs": 4},
        {"round": 2, "row": "a", "examples_per_s": 12345.5, "versions": 'Java "17"'},
    ]
    results.write(tmp_path / "r.csv", stored)
    assert results.read(tmp_path / "r.csv") == stored


def test_a_name_that_is_no_column_is_refused_and_the_old_file_stays(tmp_path):
    results.write(tmp_path / "r.csv", [{"row": "a"}])
    try:
        results.write(tmp_path / "r.csv", [{"raw": "a"}])
    except ValueError as e:
        assert "raw" in str(e)
    assert results.read(tmp_path / "r.csv") == [{"row": "a"}]
