"""Certification: false passes and false fails of verifiers on labelled rows."""
