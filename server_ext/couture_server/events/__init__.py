"""Changes on their way to browsers, each person told of what they may see."""
