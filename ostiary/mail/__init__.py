"""Letters: one function for each, which writes it when it is sent, or says that it has nothing left to say.

The letters
    letters             every one, by the name that a job keeps
    invitations, accounts, passes       to members, about an account
    people              to a person, about their own sign-in

What they are made of
    letter              how one is laid out
    readers, names, links       whom it is for, how it names an account, where it leads

Sending
    message, smtp, ready
    catcher             the demo's mailbox
"""
