"""What a run costs beside what the same work costs otherwise: ``python -m tests.benchmarks``."""
