"""A trial: libraries of invented documents, questions as people ask them with answers decided before, and a grader."""
