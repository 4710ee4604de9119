"""THE catalogue: an index in memory, searched with forgiveness, counted by facets (docs/catalogue.md).

`words` → `rows` → `index` → `demand` → `snapshot` (one per edition, kept fresh) → `wanted` (what the
address asks for) → `search`, `facets`, `ordering` → `results`; `areas` draws the map.
"""
