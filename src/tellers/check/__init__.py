"""Copy: claims found in a story, held against editions."""
