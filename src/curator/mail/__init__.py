"""An issue reaches people: message, signature, SMTP, delivery, bounces."""
