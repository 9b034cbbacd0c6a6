"""What every page shares: rendering, markup, guards, headers, errors, formats."""
