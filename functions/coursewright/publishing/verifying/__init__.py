"""What was published is checked from the bytes up: a store by whoever has it, or what an API serves by anybody at all."""
