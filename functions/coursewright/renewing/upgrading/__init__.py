"""What a release offers to somebody who is midway on another: what carries over, what is new, and what staying costs."""
