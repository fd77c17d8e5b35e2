"""What others publish of models and their ends, read in the ledger's words.

One module per source gives `SourceData` from bytes: `read(data, providers)`. Where the bytes come from is for obtaining.py: an
installed package whose code is never run, a path, or an https address. None of the packages is a dependency. What cannot be
used is a `PublishedSourceError`; whoever catches it leaves as it was what is known from that source.
"""
