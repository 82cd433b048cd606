"""From a source notebook to what others get of it: editions, templates, executed pages."""
