"""Which bodies are meant in the free text of a list: cut, match, ask, and remember what a person has decided."""
