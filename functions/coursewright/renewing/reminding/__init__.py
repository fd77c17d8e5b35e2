"""Each owner is told once what became broken, or soon will."""
