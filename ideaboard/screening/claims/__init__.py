"""Known claims: what was labelled here or imported, found again in any wording."""
