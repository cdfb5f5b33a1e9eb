"""Work beside the requests, in a thread of each process.

runner                  the worker: takes what is due
mail, insisting         a letter, and writing down that it was sent
periodic, checkpoints   what is done again and again
"""
