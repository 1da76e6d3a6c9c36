"""Commands that serve a library to browsers and programs, and what comes with that: users and their feedback."""
