"""What leaves the house: files made from the register's values, never from a table."""
