"""A content folder, a commit or a bundle becomes a Curriculum, or every Finding.

SourceTree (bytes by path) → Draft (all that could be read, with places) → Curriculum (nothing left to check). Pure but for
`sources`, which reads; nothing here knows a store, a clock or a network.
"""
