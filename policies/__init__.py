"""The register, the policies made from it, and everything that reads them."""
