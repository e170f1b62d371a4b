"""Which measures of one notice another takes up, judged by the rare wording that both share."""
