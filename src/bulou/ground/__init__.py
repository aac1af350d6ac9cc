"""Ground: what every room stands on: the clock, plain statements, words, key files. No rule of the work lives here."""
