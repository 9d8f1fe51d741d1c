"""Other systems that speak GeoReport v2: what is said to them, and how their answers are read."""
