"""What an administrator needs: is the installation well, and are the conversations safe."""
