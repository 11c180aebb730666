"""How the bundled model is made and measured."""
