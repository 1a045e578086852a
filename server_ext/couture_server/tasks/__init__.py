"""Task instances: state, tries, logs, executed notebooks, outputs, XComs, and why one does not run."""
