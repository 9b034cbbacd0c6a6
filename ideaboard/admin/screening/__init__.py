"""The admin's room for screening: operating points, lists, claims, what is learned, what was caught and missed."""
