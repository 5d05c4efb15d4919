"""Whether it happened, whether it worked, who is said to have done it, and how sure that is."""
