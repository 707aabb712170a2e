"""A dump that can't be read at all. Pure."""


class BrokenDump(ValueError):
    """Nothing can be made of the file; ``sentence`` says why, for people, in Indonesian."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
