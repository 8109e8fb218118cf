class PublishedPages:
    def __init__(self, get_response): self.g=get_response
    def __call__(self, r): return self.g(r)
