"""The coordination writes to several people: who they are, what is said, sending, following up."""
