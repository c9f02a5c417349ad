"""The commands of `studio`, one a file: SUMMARY, EXAMPLE, add_arguments(parser) and run(arguments)."""
