"""What reads files, compared: libraries on the same files, recognition of scans, and an older commit."""
