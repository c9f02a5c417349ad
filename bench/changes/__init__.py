"""How reading stands up to changed forms: mails in layouts it has never seen, labelled changes, and what comes of them.

Everything that is drawn comes from a seed, and every mail is made together with its truth. Layouts, brands and wordings
lie in two halves. The half `tuning` may be looked at by whoever works on reading. **Nobody who builds the reader looks
at the half `held-out`**: its data is in the files named so, and only its figures are told. This package knows reading
by its public face alone, so that what it measures does not depend on how reading works.
"""
