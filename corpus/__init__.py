"""Gold data, its checks, and the tools to grow it."""
