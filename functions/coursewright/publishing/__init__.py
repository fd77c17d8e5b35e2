"""A Release is deposited as a candidate and promoted: names, editions and channels as logs of write-once records.

Write order is objects, manifest, name, edition record, channel record, so that a crash at any point leaves the old release or the
new one whole, and a second run finishes. Nothing here overwrites or deletes. `changes/` tells what a change between two releases
means to a learner, and so what may extend an edition; `verifying/` holds a store, or what an API serves, against its own words.
"""
