"""The sitemap, and robots.txt that names it."""
