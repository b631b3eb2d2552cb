"""What a reply without a marker asserts at its end, read as a careful reader reads it."""
