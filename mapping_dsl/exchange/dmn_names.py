"""The names of DMN XML that writing and reading share: namespaces, hit policies, types."""

from typing import Final

from mapping_dsl.feel.tables import HitPolicy

MODEL: Final = "https://www.omg.org/spec/DMN/20191111/MODEL/"  #: DMN 1.3, which every editor of today opens
DMNDI: Final = "https://www.omg.org/spec/DMN/20191111/DMNDI/"
DC: Final = "http://www.omg.org/spec/DMN/20180521/DC/"
DI: Final = "http://www.omg.org/spec/DMN/20180521/DI/"
FEEL: Final = "https://www.omg.org/spec/DMN/20191111/FEEL/"
OURS: Final = "urn:mapping-studio:decision-table"  #: of what DMN has no place for

#: DMN 1.1 to 1.5
MODELS: Final = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    MODEL,
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)

#: `hitPolicy` and `aggregation` as attributes have them (DMN 1.5, 8.3.1, 8.3.3)
ATTRIBUTES: Final = {
    policy: (words[0].upper(), words[1].upper()) if policy.startswith("collect ") else (policy.upper(), "")
    for policy in HitPolicy
    for words in [policy.split()]
}
POLICIES: Final = {attributes: policy for policy, attributes in ATTRIBUTES.items()}

#: policies that give one row's outputs: a DMN table says by default values what they are where no row fits
ONE_HIT: Final = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY)

#: the columns of annotations
COMMENT: Final = "Comment"
KIND: Final = "Kind of row"
