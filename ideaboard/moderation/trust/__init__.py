"""How far a person is trusted: earned by what stood, given by moderators, lowered by what did not."""
