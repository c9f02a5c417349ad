"""How single names, operators and functions are said in plain English. What has no entry is quoted as written."""

from typing import Final

from mapping_dsl.feel.nodes import ComparisonOperator as Compared

#: names that are in scope everywhere
NAMES: Final = {
    "?": "it",
    "item": "the element",
    "flags": "the flags raised",
    "unclear flags": "the flags that nobody can tell",
    "risk level": "the risk level",
    "all text": "everything written in the long answers",
    "other answers": "the answers that nothing else uses",
    "index": "its number",
    "place": "its place in the list",
    "triage": "the triage",
    "reviews": "the fields that a person must look at",
}
#: members of `submission`
SUBMISSION: Final = {
    "reference": "the reference of the submission",
    "form": "the name of the form",
    "version": "the version of the form",
    "schema": "the identifier of the form version",
    "received_at": "the time at which the submission was received",
    "submitted_at": "the time at which the submission was sent",
    "channel": "the channel that the submission came through",
    "language": "the language of the submission",
    "source": "the way in which the submission came",
    "force": "the force that it was sent to",
    "attachments": "the attachments",
}
COMPARISONS: Final = {
    Compared.EQUAL: "is",
    Compared.NOT_EQUAL: "is not",
    Compared.LESS: "is less than",
    Compared.LESS_OR_EQUAL: "is at most",
    Compared.GREATER: "is more than",
    Compared.GREATER_OR_EQUAL: "is at least",
}
#: the same for dates and times
MOMENTS: Final = {
    Compared.LESS: "is before",
    Compared.LESS_OR_EQUAL: "is not after",
    Compared.GREATER: "is after",
    Compared.GREATER_OR_EQUAL: "is not before",
}
#: a test of a table's cell, said without its column
TESTS: Final = {
    Compared.EQUAL: "{}",
    Compared.NOT_EQUAL: "not {}",
    Compared.LESS: "less than {}",
    Compared.LESS_OR_EQUAL: "at most {}",
    Compared.GREATER: "more than {}",
    Compared.GREATER_OR_EQUAL: "at least {}",
}
#: functions by name and number of arguments
CALLS: Final = {
    ("to postcode", 1): "{0}, written as a postcode",
    ("postcode district", 1): "the postcode district of {0}",
    ("to vrm", 1): "{0}, written as a registration mark",
    ("to phone", 1): "{0}, written as an international telephone number",
    ("to email", 1): "{0}, written as an e-mail address",
    ("parse date", 2): "{0}, read as a date like {1}",
    ("parse date and time", 2): "{0}, read as a date and time like {1}",
    ("format", 2): "{0}, written like {1}",
    ("local instant", 2): "{0} at {1}, local time",
    ("local date", 1): "the local day of {0}",
    ("age", 2): "the age on {1} of somebody born on {0}",
    ("title case", 1): "{0}, with capital initials",
    ("clean", 1): "{0}, without stray blanks",
    ("cut", 2): "{0}, cut to {1} characters",
    ("upper case", 1): "{0}, in capitals",
    ("lower case", 1): "{0}, in small letters",
    ("trim", 1): "{0}, without blanks around it",
    ("similarity", 2): "how alike {0} and {1} are",
    ("as list", 1): "{0}",
    ("string", 1): "{0}",
    ("filled", 1): "those of {0} that are filled in",
    ("get or else", 2): "{0}, or where there is none, {1}",
    ("is blank", 1): "{0} is left blank",
    ("yes", 1): "{0} is yes",
    ("mentions", 2): "{0} mentions {1}",
    ("list contains", 2): "{0} includes {1}",
    ("starts with", 2): "{0} begins with {1}",
    ("ends with", 2): "{0} ends with {1}",
    ("contains", 2): "{0} contains {1}",
    ("count", 1): "how many there are of {0}",
    ("sum", 1): "the sum of {0}",
    ("min", 1): "the least of {0}",
    ("max", 1): "the greatest of {0}",
    ("string length", 1): "the number of characters of {0}",
    ("distinct values", 1): "{0}, each once",
    ("concatenate", 2): "{0}, followed by {1}",
    ("string join", 1): "{0}, joined",
    ("string join", 2): "{0}, joined by {1}",
    ("not", 1): "it is not so that {0}",
    ("number", 1): "{0}, read as a number",
    ("date", 1): "the date {0}",
    ("duration", 1): "{0}",
}
#: functions that join their arguments by words, so that nobody could tell what is said of the whole
JOINING: Final = frozenset(("get or else", "concatenate", "string join"))
