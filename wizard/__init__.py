"""stateless-wizard: make a Laravel project run on many nodes."""

VERSION = "0.1.0"
