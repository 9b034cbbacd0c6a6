"""The doctor: looks for what is wrong and says in one line what to do."""
