"""The command line, the durable queue that takes many people through the steps, and what the state folder keeps."""
