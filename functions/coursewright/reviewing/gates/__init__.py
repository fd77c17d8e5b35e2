"""What has to be so before a candidate goes out: one small module a gate, each a function of a case (case.py)."""
