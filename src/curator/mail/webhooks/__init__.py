"""What mail providers tell us of bounces and complaints, once it is proven that they said it."""
