"""Who sends a request, and what they may do: users, roles, sessions, cookies."""
