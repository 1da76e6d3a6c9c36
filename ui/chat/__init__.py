"""Messages go in, conversations and streamed exchanges come out, kept on disk."""
