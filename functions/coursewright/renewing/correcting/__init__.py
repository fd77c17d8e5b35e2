"""A false claim is corrected in every edition that learners still have: found there, and begun where its sources are."""
