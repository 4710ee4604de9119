"""One mechanism for every list of the desk.

A list is declared (`listing.Listing`): its columns, what the search looks at, filters, acts on
ticked rows, and the editor of its rows. From that come the page, its address, the export of
exactly what is shown and the changes made in the rows.
"""
