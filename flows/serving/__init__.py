"""The site, and where asked Prefect with the schedule, as one tree of processes.

``supervisor`` answers the site in its own process and starts the rest as ``children``: they end
when it ends, whatever ends it. Only ``schedule``, which runs in such a child, knows Prefect.
"""
