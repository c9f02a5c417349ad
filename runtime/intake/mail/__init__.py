"""A mail as parts, headers and lines, without a look at any form."""
