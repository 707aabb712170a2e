"""The register of poor households: who needs help, who confirmed it, what became of them."""
