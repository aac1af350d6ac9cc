"""What every fact shares: envelope, ids, the one total order, places, the working day."""
