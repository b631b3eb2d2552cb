"""Worker processes in which isolated rewards run and can be killed."""
