// Comfort that needs JavaScript: keys, live regions, copy buttons.
