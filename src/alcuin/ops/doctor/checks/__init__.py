"""What is looked at, one module a region. Each function adds to the findings it is given."""
