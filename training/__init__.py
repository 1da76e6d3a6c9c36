"""Train, measure and export the reading model: question and passage in, relevance, answer span and evidence out.

The product's packages never import this one. ``README.md`` beside it has the one command and what every idea brought.
"""
