"""The quarter as work: what must be looked at for an edition, by whom, how far it is, and what keeps it from being closed."""
