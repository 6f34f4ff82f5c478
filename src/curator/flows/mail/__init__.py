"""Issues and single mails leave, and what comes back is booked."""
