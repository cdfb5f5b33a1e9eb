"""Who may do what, where, and why: the rules of access, without a database, a clock or a web page.

What there is
    table, levels, areas        roles and capabilities, levels on a service, the headings of capabilities
    combining, one_role         which roles go together; what clients see that know one role of each member
    sudo                        what asks for a proof of presence

One member's access
    sources, access, rows       what was given and by whom; from the database's rows to it
    ceilings, automation        what a token makes of it; what a token of the account's own holds
    decisions                   "may they?", and why or why not
    refusals                    a no as a code with parameters, which doors turn into sentences
    redundancy, summary         roles that add nothing; all of it in a few numbers

Changing it
    grants, limits              what may be handed on, and which controls are locked
    differences                 what a change would do

`words` marks texts for translation.

Nothing here imports Django or anything outside the standard library, and nothing reads the time: the moment
is always an argument.
"""
