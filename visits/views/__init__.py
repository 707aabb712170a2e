"""Pages of visits: lists, one visit, its agreements and photos."""
