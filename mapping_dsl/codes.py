"""Every problem of the statements: its code, why it matters, a text that has it, and the same text mended.

A text that begins neither with a mapping or module nor with a comment stands below PREAMBLE.
"""

from typing import Final

from mapping_dsl.problems import ProblemCode

PREAMBLE: Final = """\
mapping theft "Theft and lost property"
    form   theft versions 1.0 to 2.0
    target chs.incident version 1
"""

CODES: Final[dict[str, ProblemCode]] = {
    # Lines
    "not-closed": ProblemCode(
        "Until a bracket, string or text is closed, nobody can tell where the rule ends, so it is not read.",
        "let area = upper case(incidentPostcode",
        "let area = upper case(incidentPostcode)",
    ),
    "curly-quote": ProblemCode(
        "Word processors turn quotation marks round; a string stands between two straight ones.",
        "let kind = “lost”",
        'let kind = "lost"',
    ),
    "stray-arrow": ProblemCode(
        "An arrow fills a field, so it stands only after the field's name at the beginning of a line.",
        "let is cold = 3 <-4",
        "let is cold = 3 < -4",
    ),
    "stray-bracket": ProblemCode(
        "A bracket that closes nothing shows that its partner is missing or that it is one too many.",
        "let kind = reportType)",
        "let kind = reportType",
    ),
    "shallow-line": ProblemCode(
        "What belongs to a statement is indented below it; a line at the margin begins the next one.",
        "let kinds = [\n    reportType\n]",
        "let kinds = [\n    reportType\n    ]",
    ),
    "backward-range": ProblemCode(
        "A range with its ends left out is written with round brackets, so that brackets always come in pairs.",
        "let fits = itemValue in ]1..5]",
        "let fits = itemValue in (1..5]",
    ),
    "tab-in-indentation": ProblemCode(
        "A tab or a no-break space looks like spaces and counts differently, so lines are not where they seem.",
        "record chs.incident\n\tformId <- submission.form",
        "record chs.incident\n    formId <- submission.form",
    ),
    "unreadable-line": ProblemCode(
        "The line does not follow the form of its statement; all other lines are read and checked without it.",
        "let kind reportType",
        "let kind = reportType",
    ),
    "unknown-statement": ProblemCode(
        "Every line at the margin begins with the word of a statement.",
        "lett kind = reportType",
        "let kind = reportType",
    ),
    "indented-statement": ProblemCode(
        "A statement begins at the left margin; what is indented belongs to the statement above it.",
        "  " + PREAMBLE,
        PREAMBLE,
    ),
    "uneven-block": ProblemCode(
        "Lines of one block stand at one depth, so that everybody sees what belongs together.",
        "record chs.incident\n        formId <- submission.form\n    grade <- null",
        "record chs.incident\n    formId <- submission.form\n    grade <- null",
    ),
    "deeper-field": ProblemCode(
        "A field holds no other fields, so a line that is indented deeper below it belongs to nothing.",
        "record chs.incident\n    formId <- submission.form\n        grade <- null",
        "record chs.incident\n    formId <- submission.form\n    grade <- null",
    ),
    "stray-line": ProblemCode(
        "Each statement takes only certain lines below it, and this is none of them.",
        'flag "FORCE" high\n    whenever forceUsed = "yes"\n    because "Force"',
        'flag "FORCE" high\n    when forceUsed = "yes"\n    because "Force"',
    ),
    # Statements
    "mapping-missing": ProblemCode(
        "The first line says for which form the mapping is; without it no name can be checked.",
        "// Theft\nuse common-risk",
        PREAMBLE + "use common-risk",
    ),
    "mapping-not-first": ProblemCode(
        "One file is one mapping or one module, named in its first line.", PREAMBLE + PREAMBLE, PREAMBLE
    ),
    "form-missing": ProblemCode(
        "The form gives the names and types of all answers; without it nothing can be checked.",
        'mapping theft "Theft"\n    target chs.incident version 1',
        PREAMBLE,
    ),
    "not-in-module": ProblemCode(
        "Modules are shared by mappings, so records, triage and examples stand in the mappings themselves.",
        'module area "Area"\ntriage\n    queue <- "crime"',
        'module area "Area"\nlet queue = "crime"',
    ),
    "module-ring": ProblemCode(
        "Modules that use each other could not be taken in one after the other.",
        'module area "Area"\nuse area',
        'module area "Area"\nlet area name = "north"',
    ),
    "not-in-library": ProblemCode(
        "The mapping names a file that the library does not hold, so everything that needs it is unknown.",
        "use comon-risk",
        "use common-risk",
    ),
    "unreadable-file": ProblemCode(
        "A file of the library is damaged, and what it says is missing here; the library needs a new one.",
        'mapping theft "Theft"\n    form theft versions 1.0 to 2.0\n    target torn.record version 1',
        PREAMBLE,
    ),
    "empty-group": ProblemCode(
        "A group without fields would make an empty element; fill a field in it or take it out.",
        "record chs.incident\n    mopi",
        "record chs.incident\n    mopi\n        reviewGroup <- 3",
    ),
    "table-missing": ProblemCode(
        "A decision is its table: a heading and at least one row.",
        "decide code first",
        'decide code first\n    | reportType | => code |\n    | otherwise | "M01" |',
    ),
    "row-length": ProblemCode(
        "Each row has one cell for each column of the heading; a cell too few would shift all after it.",
        'decide code first\n    | reportType | => code |\n    | "lost" |',
        'decide code first\n    | reportType | => code |\n    | "lost" | "M01" |',
    ),
    "order-missing": ProblemCode(
        "This hit policy chooses by the order of the outputs, so the heading lists them, most important first.",
        'decide code priority\n    | reportType | => code |\n    | "lost" | "M01" |',
        'decide code priority\n    | reportType | => code in ("M01") |\n    | "lost" | "M01" |',
    ),
    "when-missing": ProblemCode(
        "A flag is raised where a condition is true; without one it could never be raised.",
        'flag "FORCE" high\n    because "Force"',
        'flag "FORCE" high\n    when forceUsed = "yes"\n    because "Force"',
    ),
    "because-missing": ProblemCode(
        "Whoever sees the flag must be told in words why it is there.",
        'flag "FORCE" high\n    when forceUsed = "yes"',
        'flag "FORCE" high\n    when forceUsed = "yes"\n    because "Force"',
    ),
    "given-missing": ProblemCode(
        "An example needs a sample whose answers it tries.",
        'example "A wallet"\n    expect count(flags) = 0',
        'example "A wallet"\n    given "OPEN-001.json"\n    expect count(flags) = 0',
    ),
    "said-twice": ProblemCode(
        "The statement takes this once; of two, nobody could tell which one counts.",
        'flag "FORCE" high\n    when forceUsed = "yes"\n    because "Force"\n    because "A threat"',
        'flag "FORCE" high\n    when forceUsed = "yes"\n    because "Force"',
    ),
    "otherwise-not-last": ProblemCode(
        "The row otherwise takes what no other row does, so all others are read before it.",
        'decide code first\n    | reportType | => code |\n    | otherwise | "M01" |\n    | "lost" | "M02" |',
        'decide code first\n    | reportType | => code |\n    | "lost" | "M02" |\n    | otherwise | "M01" |',
    ),
    "mixed-column": ProblemCode(
        "What a decision gives is used in one way, so all cells of a column give values of one kind.",
        'decide code first\n    | reportType | => code |\n    | "lost" | "M01" |\n    | otherwise | 2 |',
        'decide code first\n    | reportType | => code |\n    | "lost" | "M01" |\n    | otherwise | "M02" |',
    ),
    "unlisted-value": ProblemCode(
        "The heading says which value comes first, so one that it does not list loses against all others.",
        'decide code priority\n    | reportType | => code in ("M01") |\n    | "lost" | "M02" |',
        'decide code priority\n    | reportType | => code in ("M01", "M02") |\n    | "lost" | "M02" |',
    ),
    "several-outputs": ProblemCode(
        "A sum, a least, a greatest or a count is one value, so it cannot be made of two columns.",
        "decide total collect sum\n    | reportType | => points | more |\n    | - | 2 | 3 |",
        "decide total collect sum\n    | reportType | => points |\n    | - | 2 |",
    ),
    # Lists
    "list-unreadable": ProblemCode(
        "The code list's file is no table that can be read, so none of its codes are known.",
        'list torn from "torn.csv" by code',
        'list grades from "grade.csv" by code',
    ),
    "list-cell": ProblemCode(
        "A cell that is not of its column's type would be read as nothing.",
        'list grades from "grade.csv" by code with label as number',
        'list grades from "grade.csv" by code with priority as number',
    ),
    "double-code": ProblemCode(
        "Two rows of one code on one day leave open which of them holds.",
        'list grades from "grade_other_forces.csv" by force',
        'list grades from "grade.csv" by code',
    ),
    "unknown-column": ProblemCode(
        "The code list has no column of that name, so there is nothing to read.",
        'list grades from "grade.csv" by cod',
        'list grades from "grade.csv" by code',
    ),
    # Names
    "duplicate-name": ProblemCode(
        "One name for two things leaves open which of them is meant.",
        "let kind = reportType\nlet kind = role",
        "let kind = reportType\nlet part = role",
    ),
    "taken-name": ProblemCode(
        "The name means something already, and whoever reads the rule would take it for that.",
        "let flags = reportType",
        "let kind = reportType",
    ),
    "never-used": ProblemCode(
        "What nothing uses is often a slip in the name where it was meant to be used.",
        "let kind = reportType\nrecord chs.incident\n    formId <- submission.form",
        "let kind = reportType\nrecord chs.incident\n    formId <- kind",
    ),
    "hidden-function": ProblemCode(
        "The form's answer is called like a function, which therefore cannot be called here.",
        'mapping hides "Hides"\n    form hides versions 1.0 to 1.0\n    target chs.incident version 1\nlet a = count',
        PREAMBLE + "let a = reportType",
    ),
    "hidden-answer": ProblemCode(
        "The form's answer is called like a name of the language, so no rule can read it.",
        'mapping hides "Hides"\n    form hides versions 1.0 to 1.0\n    target chs.incident version 1\nlet a = flags',
        PREAMBLE + "let a = reportType",
    ),
    "unreadable-condition": ProblemCode(
        "Whether a question was put tells a blank answer from a missing one, so the form must say it readably.",
        'mapping asks "Asks"\n    form asks versions 1.0 to 1.0\n    target chs.incident version 1',
        PREAMBLE,
    ),
    "need-missing": ProblemCode(
        "What a module needs and the form does not ask is null, and rules that depend on it alone are left out. Where "
        "the form asks it under another name, a let gives it; where it does not ask it, nothing need be done.",
        "use common-crime",
        'use common-crime\n\nlet opening code = "C03"',
    ),
    "unknown-answer": ProblemCode(
        "The form has no such answer in any version that this mapping takes in.",
        'ignore phon because "No place"',
        'ignore phone because "No place"',
    ),
    "not-an-answer": ProblemCode(
        "The function asks about a question of the form, so it takes an answer's name and nothing else.",
        "let put = asked(phon)",
        "let put = asked(phone)",
    ),
    "circular-names": ProblemCode(
        "Each of these needs another of them first, so none could ever be computed.",
        "let a = b\nlet b = a",
        "let a = 1\nlet b = a",
    ),
    "recursive-function": ProblemCode(
        "A function that calls itself might never end, so none may, directly or through others.",
        "function twice(n) = twice(n) * 2",
        "function twice(n) = n * 2",
    ),
    # Records
    "unknown-target": ProblemCode(
        "Only records that are named as targets under mapping can be filled.",
        "record chs.incidnet\n    grade <- null",
        "record chs.incident\n    grade <- null",
    ),
    "unknown-field": ProblemCode(
        "The record has no such place, so the target system would refuse or drop the value.",
        "record chs.incident\n    grad <- null",
        "record chs.incident\n    grade <- null",
    ),
    "filled-twice": ProblemCode(
        "Two lines fill one place, and one of the two values would be lost.",
        "record chs.incident\n    grade <- null\n    grade <- null",
        "record chs.incident\n    grade <- null",
    ),
    "filled-by-others": ProblemCode(
        "The field is filled when the record is handed over, and a mapping's value would be overwritten.",
        "record chs.incident\n    receivedAt <- submission.received_at",
        "record chs.incident\n    submittedAt <- submission.submitted_at",
    ),
    "required-unfilled": ProblemCode(
        "The target refuses a record that lacks this field, so every submission would go to a person.",
        "record chs.incident\n    persons\n        fullName <- fullName",
        'record chs.incident\n    sourceReference <- "TLP-1"\n    formId <- "theft"\n    grade <- "R"\n'
        "    riskFlags <- flags\n    narrative <- description\n    vehicles <- []\n    property <- []\n"
        '    persons\n        role <- "witness"',
    ),
    "wrong-field-type": ProblemCode(
        "The target would refuse a value of this kind, so every submission would go to a person.",
        "record chs.incident\n    priority <- reportType",
        "record chs.incident\n    priority <- 3",
    ),
    "wrong-day-or-time": ProblemCode(
        "The target reads a day or an instant here, and every submission with something else would go to a person.",
        "record chs.incident\n    submittedAt <- dateFrom",
        "record chs.incident\n    submittedAt <- submission.submitted_at",
    ),
    "refused-value": ProblemCode(
        "The target would refuse this value, so each submission that has it would go to a person.",
        'record chs.incident\n    grade <- "X"',
        'record chs.incident\n    grade <- "I"',
    ),
    "list-for-one-value": ProblemCode(
        "The field holds one value; say which one of several it is to be, or join them.",
        "record chs.incident\n    narrative <- all text",
        'record chs.incident\n    narrative <- string join(all text, " ")',
    ),
    "list-in-text": ProblemCode(
        "A text shows one value in a place; join several with what is to stand between them.",
        'record chs.incident\n    narrative <- """\n        {all text}\n        """',
        'record chs.incident\n    narrative <- """\n        {string join(all text, ", ")}\n        """',
    ),
    "not-a-condition": ProblemCode(
        "A condition must come out as true or false; anything else counts as not true.",
        "record chs.incident when reportType\n    grade <- null",
        'record chs.incident when reportType = "lost"\n    grade <- null',
    ),
    "not-a-group": ProblemCode(
        "This place of the record holds a value, so no fields can stand in it.",
        "record chs.incident\n    grade\n        code <- null",
        "record chs.incident\n    grade <- null",
    ),
    "not-a-list": ProblemCode(
        "This place of the record holds one group of fields, so it cannot be repeated.",
        "record chs.incident\n    mopi for each suspect in suspects\n        reviewGroup <- 3",
        "record chs.incident\n    mopi\n        reviewGroup <- 3",
    ),
    # Coverage
    "unread-answer": ProblemCode(
        "What somebody told the police would be lost in silence; read it, or say why it goes nowhere.",
        'ignore role because "No place"\nlet kind = reportType',
        "ignore reportType, role, description, fromPerson, itemType, itemDescription, itemSerial, itemValue,\n"
        "    incidentLocation, incidentPostcode, exactTimeKnown, dateFrom, timeFrom, dateTo, timeTo, suspectKnown,\n"
        "    suspects, dangerNow, vulnerable, fullName, dateOfBirth, gender, ethnicity, phone, email, homeAddress,\n"
        "    homePostcode, preferredContact, forceUsed, stolenItems, title, firstName, surname, commsNeeds,\n"
        '    commsNeedsDetail because "No place"\nlet kind = submission.form',
    ),
    "only-in-flags": ProblemCode(
        "The answer helps to see risk, and no record shows it; often it belongs in one as well.",
        'flag "FORCE" high\n    when forceUsed = "yes"\n    because "Force"',
        "record chs.incident\n    narrative <- forceUsed",
    ),
    "ignored-and-read": ProblemCode(
        "The mapping says that the answer goes nowhere, and uses it; one of the two is not true.",
        'ignore phone because "No place"\nrecord chs.incident\n    callerPhone <- phone',
        "record chs.incident\n    callerPhone <- phone",
    ),
    "protected-answer": ProblemCode(
        "Deciding by a protected characteristic needs a reason that can be shown (Equality Act 2010, section 149).",
        'decide code first\n    | ethnicity | => code |\n    | otherwise | "M01" |',
        'decide code first\n    | ethnicity | => code |\n    | otherwise | "M01" |\n    because "Policy 7"',
    ),
    "one-or-several": ProblemCode(
        "The form changed from one choice to several, so the answer is sometimes a list and must be read as one.",
        'mapping hate "Hate"\n    form hate versions 1.0 to 2.0\n    target chs.incident version 1\n'
        'let is faith = motivation = "faith"',
        'mapping hate "Hate"\n    form hate versions 1.0 to 2.0\n    target chs.incident version 1\n'
        'let is faith = list contains(as list(motivation), "faith")',
    ),
    # Tables and conditions
    "gap-in-table": ProblemCode(
        "Answers that no row takes leave the decision without a value, and a person is asked each time.",
        'decide code first\n    | reportType     | => code |\n    | "lost", "found" | "M01" |',
        'decide code first\n    | reportType     | => code |\n    | "lost", "found" | "M01" |\n'
        '    | otherwise | "C04" |',
    ),
    "blank-falls-through": ProblemCode(
        "Somebody may leave the question blank, and no row says what holds then.",
        'decide code first\n    | vulnerable | => code |\n    | "yes" | "A" |\n    | "no", "pnts" | "B" |',
        'decide code first\n    | vulnerable | => code |\n    | "yes" | "A" |\n    | "no", "pnts", null | "B" |',
    ),
    "rows-overlap": ProblemCode(
        "Under unique one row may fit, under any rows that say the same; else the decision has no value.",
        'decide code unique\n    | itemValue | => code |\n    | < 500 | "A" |\n    | >= 100 | "B" |',
        'decide code unique\n    | itemValue | => code |\n    | < 500 | "A" |\n    | >= 500 | "B" |',
    ),
    "hidden-row": ProblemCode(
        "Rows above take every answer that fits this one, so what it says never comes of the table.",
        'decide code first\n    | itemValue | => code |\n    | > 100 | "A" |\n    | > 500 | "B" |',
        'decide code first\n    | itemValue | => code |\n    | > 500 | "B" |\n    | > 100 | "A" |',
    ),
    "row-never-fits": ProblemCode(
        "Nothing that somebody can answer passes all tests of the row.",
        'decide code first\n    | itemValue | itemValue | => code |\n    | > 500 | < 100 | "A" |',
        'decide code first\n    | itemValue | itemValue | => code |\n    | < 500 | > 100 | "A" |',
    ),
    "otherwise-unused": ProblemCode(
        "The rows above take every answer, so that the row otherwise says nothing.",
        'decide code first\n    | forceUsed | => code |\n    | "yes" | "A" |\n'
        '    | not("yes") | "B" |\n    | otherwise | "C" |',
        'decide code first\n    | forceUsed | => code |\n    | "yes" | "A" |\n    | otherwise | "C" |',
    ),
    "not-analysed": ProblemCode(
        "Nobody can tell before a submission comes whether it fits a row; a row otherwise makes sure.",
        'decide code first\n    | mentions(all text, "gun") | => code |\n    | true | "A" |\n    | false | "B" |',
        'decide code first\n    | mentions(all text, "gun") | => code |\n    | true | "A" |\n    | otherwise | "B" |',
    ),
    "never-true": ProblemCode(
        "Whatever is answered, this cannot be true: what hangs on it never happens.",
        'flag "LOSS" low\n    when itemValue > 500 and itemValue < 100\n    because "Loss"',
        'flag "LOSS" low\n    when itemValue > 100 and itemValue < 500\n    because "Loss"',
    ),
    "always-true": ProblemCode(
        "Whatever is answered, this is true, so that it decides nothing.",
        'flag "FORCE" high\n    when forceUsed = "yes" or forceUsed != "yes"\n    because "Force"',
        'flag "FORCE" high\n    when forceUsed = "yes"\n    because "Force"',
    ),
    "always-true-in-version": ProblemCode(
        "A question that a version of the form does not ask is blank there, and blank is not the same as no.",
        'flag "COMMS" low\n    when commsNeeds != "no"\n    because "Needs help to speak"',
        'flag "COMMS" low\n    when commsNeeds = "yes"\n    because "Needs help to speak"',
    ),
    "option-not-in-list": ProblemCode(
        "An answer that the code list has no row for leaves the field empty, and a person is asked.",
        'list grades from "grade.csv" by code\nlet it = grades(reportType).label',
        'list ethnicities from "ethnicity_18plus1.csv" by code\nlet it = ethnicities(ethnicity).label',
    ),
    # Why a value is null
    "no-such-code": ProblemCode(
        "The code list had no row for this code on the day of the submission, so a person is asked.",
        'list grades from "grade.csv" by code\nlet it = grades("Z").label',
        'list grades from "grade.csv" by code\nlet it = grades("I").label',
    ),
}
