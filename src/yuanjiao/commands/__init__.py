"""What the command ``yuanjiao`` does, one module a command; no Django is loaded before `start.prepare`."""
