"""The bench: whole trainings of this project beside its peers' (docs/benchmarks.md)."""
