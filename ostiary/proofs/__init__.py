"""What proves something, and the texts that must be safe to keep and to show. Imports no Django.

Passwords
    passwords, guesses, breached    which are refused, and why
    hashing                     Argon2id

Second factors
    totp, recovery              codes of an app; codes that stand in for it
    passkeys, passkey_answers, passkey_site

Secrets of ours
    ids, base64url, ring        public ids and base62; bytes as text; what is signed and sealed
    cookies, tokens, links, passes

A session in an account
    standings, lifetimes        what the account asks, and how long the answer counts
    allowlist                   from where it can be reached

Texts
    addresses, names, unseen

The trail
    chain
"""
