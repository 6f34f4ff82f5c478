"""What comes back: bounces, complaints, and mails that ask to leave."""
