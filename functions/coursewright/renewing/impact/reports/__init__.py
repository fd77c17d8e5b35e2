"""An impact written down: as a document for scripts, as Markdown for an issue, as rows for a spreadsheet, as a page to look at.

Each takes an impact and gives text or plain data; none reads or writes anything.
"""
