"""The operator's door: the commands of `ostiary`, each in commands/.

running, command        how one is run, and what all have in common
server, worker, signals what `ostiary serve` becomes
archive                 the file of a backup
inspections/            what `ostiary check` looks at
demo/                   the demo's accounts, and how they came about
"""
