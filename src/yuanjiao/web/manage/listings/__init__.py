"""What the Excel file of each list says of a row."""
