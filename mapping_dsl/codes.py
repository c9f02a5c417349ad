"""Every problem of the statements: its code, a text that has it, and the same text mended.

A text that begins neither with a mapping or module nor with a comment stands below PREAMBLE.
"""

from typing import Final

PREAMBLE: Final = """\
mapping theft "Theft and lost property"
    form   theft versions 1.0 to 2.0
    target chs.incident version 1
"""

CODES: Final[dict[str, tuple[str, str]]] = {
    # Lines
    "not-closed": ("let area = upper case(incidentPostcode", "let area = upper case(incidentPostcode)"),
    "curly-quote": ("let kind = “lost”", 'let kind = "lost"'),
    "stray-arrow": ("let is cold = 3 <-4", "let is cold = 3 < -4"),
    "stray-bracket": ("let kind = reportType)", "let kind = reportType"),
    "shallow-line": ("let kinds = [\n    reportType\n]", "let kinds = [\n    reportType\n    ]"),
    "backward-range": ("let fits = itemValue in ]1..5]", "let fits = itemValue in (1..5]"),
    "tab-in-indentation": (
        "record chs.incident\n\tformId <- submission.form",
        "record chs.incident\n    formId <- submission.form",
    ),
    "unreadable-line": ("let kind reportType", "let kind = reportType"),
    "unknown-statement": ("lett kind = reportType", "let kind = reportType"),
    "indented-statement": ("  " + PREAMBLE, PREAMBLE),
    "uneven-block": (
        "record chs.incident\n        formId <- submission.form\n    grade <- null",
        "record chs.incident\n    formId <- submission.form\n    grade <- null",
    ),
    "deeper-field": (
        "record chs.incident\n    formId <- submission.form\n        grade <- null",
        "record chs.incident\n    formId <- submission.form\n    grade <- null",
    ),
    "stray-line": (
        'flag "FORCE" high\n    whenever forceUsed = "yes"\n    because "Force"',
        'flag "FORCE" high\n    when forceUsed = "yes"\n    because "Force"',
    ),
    # Statements
    "mapping-missing": ("// Theft\nuse common-risk", PREAMBLE + "use common-risk"),
    "mapping-not-first": (PREAMBLE + PREAMBLE, PREAMBLE),
    "form-missing": ('mapping theft "Theft"\n    target chs.incident version 1', PREAMBLE),
    "not-in-module": ('module area "Area"\ntriage\n    queue <- "crime"', 'module area "Area"\nlet queue = "crime"'),
    "module-ring": ('module area "Area"\nuse area', 'module area "Area"\nlet area name = "north"'),
    "not-in-library": ("use comon-risk", "use common-risk"),
    "unreadable-file": (
        'mapping theft "Theft"\n    form theft versions 1.0 to 2.0\n    target torn.record version 1',
        PREAMBLE,
    ),
    "empty-group": ("record chs.incident\n    mopi", "record chs.incident\n    mopi\n        reviewGroup <- 3"),
    "table-missing": (
        "decide code first",
        'decide code first\n    | reportType | => code |\n    | otherwise | "M01" |',
    ),
    "row-length": (
        'decide code first\n    | reportType | => code |\n    | "lost" |',
        'decide code first\n    | reportType | => code |\n    | "lost" | "M01" |',
    ),
    "order-missing": (
        'decide code priority\n    | reportType | => code |\n    | "lost" | "M01" |',
        'decide code priority\n    | reportType | => code in ("M01") |\n    | "lost" | "M01" |',
    ),
    "when-missing": (
        'flag "FORCE" high\n    because "Force"',
        'flag "FORCE" high\n    when forceUsed = "yes"\n    because "Force"',
    ),
    "because-missing": (
        'flag "FORCE" high\n    when forceUsed = "yes"',
        'flag "FORCE" high\n    when forceUsed = "yes"\n    because "Force"',
    ),
    "given-missing": (
        'example "A wallet"\n    expect count(flags) = 0',
        'example "A wallet"\n    given "OPEN-001.json"\n    expect count(flags) = 0',
    ),
    # Lists
    "list-unreadable": ('list torn from "torn.csv" by code', 'list grades from "grade.csv" by code'),
    "list-cell": (
        'list grades from "grade.csv" by code with label as number',
        'list grades from "grade.csv" by code with priority as number',
    ),
    "double-code": (
        'list grades from "grade_other_forces.csv" by force',
        'list grades from "grade.csv" by code',
    ),
    "unknown-column": ('list grades from "grade.csv" by cod', 'list grades from "grade.csv" by code'),
    # Names
    "duplicate-name": ("let kind = reportType\nlet kind = role", "let kind = reportType\nlet part = role"),
    "taken-name": ("let flags = reportType", "let kind = reportType"),
    "never-used": (
        "let kind = reportType\nrecord chs.incident\n    formId <- submission.form",
        "let kind = reportType\nrecord chs.incident\n    formId <- kind",
    ),
    "hidden-function": (
        'mapping hides "Hides"\n    form hides versions 1.0 to 1.0\n    target chs.incident version 1\nlet a = count',
        PREAMBLE + "let a = reportType",
    ),
    "hidden-answer": (
        'mapping hides "Hides"\n    form hides versions 1.0 to 1.0\n    target chs.incident version 1\nlet a = flags',
        PREAMBLE + "let a = reportType",
    ),
    "need-missing": ("use common-risk", "let kind = reportType"),
    "unknown-answer": ('ignore phon because "No place"', 'ignore phone because "No place"'),
    "not-an-answer": ("let put = asked(phon)", "let put = asked(phone)"),
    "circular-names": ("let a = b\nlet b = a", "let a = 1\nlet b = a"),
    "recursive-function": ("function twice(n) = twice(n) * 2", "function twice(n) = n * 2"),
    # Records
    "unknown-target": ("record chs.incidnet\n    grade <- null", "record chs.incident\n    grade <- null"),
    "unknown-field": ("record chs.incident\n    grad <- null", "record chs.incident\n    grade <- null"),
    "filled-twice": (
        "record chs.incident\n    grade <- null\n    grade <- null",
        "record chs.incident\n    grade <- null",
    ),
    "filled-by-others": (
        "record chs.incident\n    receivedAt <- submission.received_at",
        "record chs.incident\n    submittedAt <- submission.submitted_at",
    ),
    "required-unfilled": (
        "record chs.incident\n    persons\n        fullName <- fullName",
        'record chs.incident\n    sourceReference <- "TLP-1"\n    formId <- "theft"\n    grade <- "R"\n'
        "    riskFlags <- flags\n    narrative <- description\n    vehicles <- []\n    property <- []\n"
        '    persons\n        role <- "witness"',
    ),
    "wrong-field-type": (
        "record chs.incident\n    priority <- reportType",
        "record chs.incident\n    priority <- 3",
    ),
    "list-for-one-value": (
        "record chs.incident\n    narrative <- all text",
        'record chs.incident\n    narrative <- string join(all text, " ")',
    ),
    "list-in-text": (
        'record chs.incident\n    narrative <- """\n        {all text}\n        """',
        'record chs.incident\n    narrative <- """\n        {string join(all text, ", ")}\n        """',
    ),
    "not-a-condition": (
        "record chs.incident when reportType\n    grade <- null",
        'record chs.incident when reportType = "lost"\n    grade <- null',
    ),
    "not-a-group": (
        "record chs.incident\n    grade\n        code <- null",
        "record chs.incident\n    grade <- null",
    ),
    "not-a-list": (
        "record chs.incident\n    mopi for each suspect in suspects\n        reviewGroup <- 3",
        "record chs.incident\n    mopi\n        reviewGroup <- 3",
    ),
    # Coverage
    "unread-answer": (
        'ignore role because "No place"\nlet kind = reportType',
        "ignore reportType, role, description, fromPerson, itemType, itemDescription, itemSerial, itemValue,\n"
        "    incidentLocation, incidentPostcode, exactTimeKnown, dateFrom, timeFrom, dateTo, timeTo, suspectKnown,\n"
        "    suspects, dangerNow, vulnerable, fullName, dateOfBirth, gender, ethnicity, phone, email, homeAddress,\n"
        "    homePostcode, preferredContact, forceUsed, stolenItems, title, firstName, surname, commsNeeds,\n"
        '    commsNeedsDetail because "No place"\nlet kind = submission.form',
    ),
    "only-in-flags": (
        'flag "FORCE" high\n    when forceUsed = "yes"\n    because "Force"',
        "record chs.incident\n    narrative <- forceUsed",
    ),
    "ignored-and-read": (
        'ignore phone because "No place"\nrecord chs.incident\n    callerPhone <- phone',
        "record chs.incident\n    callerPhone <- phone",
    ),
    "protected-answer": (
        'decide code first\n    | ethnicity | => code |\n    | otherwise | "M01" |',
        'decide code first\n    | ethnicity | => code |\n    | otherwise | "M01" |\n    because "Policy 7"',
    ),
    "one-or-several": (
        'mapping hate "Hate"\n    form hate versions 1.0 to 2.0\n    target chs.incident version 1\n'
        'let is faith = motivation = "faith"',
        'mapping hate "Hate"\n    form hate versions 1.0 to 2.0\n    target chs.incident version 1\n'
        'let is faith = list contains(as list(motivation), "faith")',
    ),
    # Why a value is null
    "no-such-code": (
        'list grades from "grade.csv" by code\nlet it = grades("Z").label',
        'list grades from "grade.csv" by code\nlet it = grades("I").label',
    ),
}
