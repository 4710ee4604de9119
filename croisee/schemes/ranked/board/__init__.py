"""What the matching board shows of a draft: read models, without request or template.

Ids of a draft are pseudonyms; names come in here, for coordinators only.
"""
