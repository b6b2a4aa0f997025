"""Workers in other languages, as the README shows them."""
