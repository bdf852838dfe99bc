"""The parts of the benchmarks that could be wrong without being seen."""
