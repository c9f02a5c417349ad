"""What a force has written down: mappings, modules, forms, layouts and words, as drafts and as what runs."""
