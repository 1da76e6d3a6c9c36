"""The trial of ``citeseed check``: drafts about invented documents, each sentence labelled by hand."""
