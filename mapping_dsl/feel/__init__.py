"""FEEL, the expression language of DMN 1.5 (chapter 10), alone: it knows nothing of statements."""
