"""Territory: region > community > compound > building > stairwell or lane > dwelling, and the grids drawn over it."""
