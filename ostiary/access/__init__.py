"""Who may do what, where, and why: the rules of access, without a database, a clock or a web page.

`table` says what the roles and capabilities are, `levels` how far one may go on a service, `combining` which
roles go together. `sources` and `access` hold what one member was given and by whom; `decisions` answers
"may they?" and explains the answer; `ceilings` narrows a member's access to what a token may do with it;
`grants` says what may be handed on, `limits` which controls are locked, `differences` what a change would do.
Refusals are codes with parameters (`refusals`): the doors turn them into sentences.

Nothing here imports Django or anything outside the standard library, and nothing reads the time: the moment
is always an argument.
"""
