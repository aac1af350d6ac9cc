"""The clerk's door: a spreadsheet as clerks keep it in, doors and a verdict on every row out."""
