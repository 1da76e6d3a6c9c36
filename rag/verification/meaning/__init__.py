"""What makes two sentences of the same words mean different things: opposites, roles, order, scope, modality."""
