"""taskextract: Chinese government notices into tasks, measures and responsible agencies."""
