"""Where agents run: Docker containers, or namespaces of this machine."""
