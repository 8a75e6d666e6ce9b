"""Pictures drawn as SVG on the server: the same in the static page and the live one, complete without scripts.

Each stands with a title, a text alternative and a table of the same figures; colour never carries meaning alone.
"""
