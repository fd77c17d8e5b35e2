"""What an authored file may hold: one frozen shape per kind of file. Descriptions are for authors; editors show them."""
