"""The library room: books, news, digests, apps."""
