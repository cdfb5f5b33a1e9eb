"""The door: signing in, going from account to account, and what is the person's own."""
