"""The network, its loss and the training loop; needs the extra `govie[train]`."""
