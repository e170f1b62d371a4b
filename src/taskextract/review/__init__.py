"""Pages that show a comparison or a trace: one file, no network, readable in English and Chinese."""
