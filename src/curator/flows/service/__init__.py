"""What the running service does by itself; whatever is asked twice happens once.

When something is due is decided by the caller (``jobs``); here it is done, under leases and with
states that compare before they set, so that a second process, a restart or a kill changes nothing.
"""
