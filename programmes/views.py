"""The directory and the programmes as pages: query in, one search, page out."""
