"""What readers may ask of the joining pages."""
