"""Reading what came: bytes and forms in, answers with their places out."""
