"""The published site: static pages of one snapshot, with no script needed to read them.

``site`` orders the building, ``snapshot`` reads, ``pages`` say what stands on each page,
``templates`` how it looks, ``charts`` draws, ``links`` knows every address, ``writer`` writes.
"""
