"""The OpenAPI document of the content API, as plain dictionaries, and the page that shows it.

Built from the table of routes and the table of problems, so that neither can be said twice. Nothing here is imported before
somebody asks for the document: a cold start does not pay for it.
"""
