"""From uploaded PDF and EPUB files to what the reader shows; hostile files are opened in confined children."""
