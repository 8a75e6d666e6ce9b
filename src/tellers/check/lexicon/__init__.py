"""The words of the copy check, kept as tables that a subeditor can read: verbs, qualifiers, units, parties, cues."""
