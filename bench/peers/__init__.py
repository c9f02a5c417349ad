"""Engines that others use for such work, with the same rules written for each."""
