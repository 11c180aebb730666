"""Texts that say the same in another way, or one thing in another: what must then be the same in their facts."""
