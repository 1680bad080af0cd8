"""The linear programme, one file a block."""
