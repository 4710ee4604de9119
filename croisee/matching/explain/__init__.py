"""Why the result is what it is: facts that are computed, with ids and numbers, no sentences.

Every "would" in here was solved for: the problem is changed and solved again. `wording` turns these
facts into sentences.
"""
