"""How the rows of this room follow when two records of one person become one."""

from __future__ import annotations

from croisee.core.merging import stays


def declare() -> None:
    # Ways in and second factors of a closed record open nothing; the journal names who acted then.
    stays("people.SignInRequest", "person")
    stays("people.Person", "merged_into")
    stays("mfa.Authenticator", "user")
    stays("account.EmailAddress", "user")
    stays("core.JournalEntry", "actor")
