"""From an uploaded film to a ladder of HLS renditions, a poster and a thumbnail track.

No module here imports Django; the making (`media.making`) joins them with the database and the store.
"""
