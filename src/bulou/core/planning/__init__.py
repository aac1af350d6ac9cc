"""Planning: dividing a community into grids and the order in which doors are walked."""
