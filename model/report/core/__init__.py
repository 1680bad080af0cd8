"""What every sheet of the results is made of: tables, labels, looks, addresses, saving."""
