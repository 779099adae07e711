"""Where botocore's models are not to be taken by the word, each with its reason."""

# As the models write patterns → as Python's regex writes the same.
DIALECT = (
    # JavaScript's surrogates: every character beyond the Basic Multilingual Plane.
    (r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF"),
)
