"""Personal data (UU 27/2022): keys that change, what is held about a person, when it goes."""
