"""How dates and numbers are written where a page doesn't say how: FORMAT_MODULE_PATH."""
