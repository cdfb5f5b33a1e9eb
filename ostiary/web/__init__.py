"""What the pages of all doors share, from the bytes of a request to the words of a refusal.

Before a door
    arriving, access_log, headers, assets       around the whole application
    middleware, request, visits, proxies, cookies       marks, who asks, from where
    seats               so many requests at once
    health              for load balancers

A view's headlines and helpers
    guards, presence    who may see a page; proving to be there, asked for on a form's way
    forms, fields       what every form has, and what several have
    asking              what a list's address asks for
    addresses           the pages of the account one is in
    next_page, kept     the way back, and what was typed, over a sign-in
    passkeys, devices   whether they are offered; what a browser calls itself
    behind              whether there is a proxy that nobody has named

Words
    wording             codes of refusals become sentences; its parts:
    door_wording, server_wording, api_wording
    refusals, remedies  the page of a refusal, and what to do about one
    access_words, company_words, lasting        access, an account, and how long things last
    text                what may still have to be translated

Around a page
    context, navigation, toasts, icons
    display             what templates load

For developers
    styleguide, caught  the living style page; the demo's letters
    uploads             no form takes a file
"""
