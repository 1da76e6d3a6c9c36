"""Events of the browser go in, updates of the page come out."""
