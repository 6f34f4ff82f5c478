"""What is stored of resources comes in, is looked at, and goes out."""
