"""Two notices side by side: which parts correspond, and what differs between those that do."""
