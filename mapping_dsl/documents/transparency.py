"""A mapping as an algorithmic transparency record, laid out by the United Kingdom's ATRS, version 3 of its template.

What the mapping cannot know is asked of a person; what it knows is said, so that nobody writes it anew and otherwise.
"""

from collections.abc import Iterator
from typing import Final

from mapping_dsl import nodes
from mapping_dsl.documents.described_mapping import DescribedMapping, describe
from mapping_dsl.documents.document import Block, Document, Heading, Paragraph
from mapping_dsl.library import ENGINE_VERSION, Source
from mapping_dsl.outcome import FlagLevel

#: the sections of the template with their fields, and what a person is asked to write in each
_TEMPLATE: Final = (
    (
        "Tier 1",
        (
            ("1", "Name", ""),
            ("2", "Description", ""),
            ("3", "Website URL", "the address of the page on which the record is published"),
            ("4", "Contact email", "an address that is read, of a team and not of one person"),
        ),
    ),
    (
        "Tier 2: Owner and responsibility",
        (
            ("1.1", "Organisation or department", "the force"),
            ("1.2", "Team", "the team that answers for the tool"),
            ("1.3", "Senior responsible owner", "the role, not the name"),
            ("1.4", "Third party involvement", "yes or no"),
            ("1.4.1", "Third party", "who else built, runs or supplies a part of it, or none"),
            ("1.4.2", "Companies House number", "of each of them"),
            ("1.4.3", "Third party role", "what each of them does"),
            ("1.4.4", "Procurement procedure type", "how it was bought"),
            ("1.4.5", "Third party data access terms", "what each of them may see, and by which agreement"),
        ),
    ),
    (
        "Tier 2: Description and rationale",
        (
            ("2.1", "Detailed description", ""),
            ("2.2", "Benefits", "what got better, in figures where there are any"),
            ("2.3", "Previous process", "how reports were handled before"),
            ("2.4", "Alternatives considered", "what else was weighed, and why it was not chosen"),
        ),
    ),
    (
        "Tier 2: Deployment context",
        (
            ("3.1", "Integration into broader operational process", ""),
            ("3.2", "Human review", ""),
            ("3.3", "Frequency and scale of usage", "how many submissions a month"),
            ("3.4", "Required training", "what people learn before they use it"),
            ("3.5", "Appeals and review", "how somebody can contest what was decided on their report"),
        ),
    ),
    (
        "Tier 2: Tool specification",
        (
            ("4.1.1", "System architecture", ""),
            ("4.1.2", "System-level input", ""),
            ("4.1.3", "System-level output", ""),
            ("4.1.4", "Maintenance", "how often the rules are reviewed, and by whom"),
            ("4.1.5", "Models", ""),
            ("4.2.1", "Model name", ""),
            ("4.2.2", "Model version", ""),
            ("4.2.3", "Model task", ""),
            ("4.2.4", "Model input", ""),
            ("4.2.5", "Model output", ""),
            ("4.2.6", "Model architecture", ""),
            ("4.2.7", "Model performance", ""),
            ("4.2.8", "Datasets", ""),
            ("4.2.9", "Dataset purposes", ""),
            ("4.3", "Development data (4.3.1 to 4.3.10)", ""),
            ("4.4.1", "Data sources", ""),
            ("4.4.2", "Sensitive attributes", ""),
            ("4.4.3", "Data processing methods", ""),
            ("4.4.4", "Data access and storage", "who may see the data, where it lies and for how long"),
            ("4.4.5", "Data sharing agreements", "with whom it is shared, and by which agreement"),
        ),
    ),
    (
        "Tier 2: Risks, mitigations and impact assessments",
        (
            ("5.1", "Impact assessments", "the data protection and equality impact assessments, with date and link"),
            ("5.2", "Risks and mitigations", ""),
        ),
    ),
)
_NO_DEVELOPMENT_DATA: Final = "None: the rules were written by people, and nothing was learnt from data."


def transparency_record(source: Source) -> Document:
    """The record, to be completed by a person. Raises MappingError where the mapping cannot run."""
    mapping = describe(source)
    title = f"Algorithmic transparency record: {mapping.title}"
    return Document(title, tuple(_sections(mapping)), mapping.identity)


def _sections(mapping: DescribedMapping) -> Iterator[Block]:
    known = _known(mapping)
    yield Paragraph(
        "A draft by the Algorithmic Transparency Recording Standard. What is marked is for a person to write."
    )
    for section, fields in _TEMPLATE:
        yield Heading(section)
        for number, title, wanted in fields:
            yield Heading(f"{number} {title}", 2)
            said = known.get((section, number))
            if said:
                yield Paragraph(said)
            if wanted:
                yield Paragraph(wanted, is_to_fill=True)


def _known(mapping: DescribedMapping) -> dict[tuple[str, str], str]:
    """What the mapping knows, by section and number."""
    tier_2 = {number: section for section, fields in _TEMPLATE[1:] for number, _, _ in fields}
    one = {"1": f"Mapping of the form “{mapping.title}”", "2": _in_short(mapping)}
    two = {
        "2.1": f"{_in_short(mapping)} {_flags_in_short(mapping)}",
        "3.1": f"{_targets(mapping)} A person sees every submission, in the order of its triage.",
        "3.2": "A person decides on every submission. Fields that could not be worked out, and answers in doubt, are "
        "shown to that person one by one; nothing is rejected or closed by the rules alone.",
        "4.1.1": "Rules that people wrote are applied to the answers of one form at a time. They reach no other "
        f"system, know no other submission and cannot change themselves. Engine version {ENGINE_VERSION}.",
        "4.1.2": f"The answers to {len(mapping.program.questions.by_name)} questions of the form, and its envelope: "
        "reference, version, times, channel, language and force.",
        "4.1.3": f"{_targets(mapping)} {_flags_in_short(mapping)}",
        "4.1.5": "One set of rules; no statistical or machine-learnt model.",
        "4.2.1": mapping.source.id,
        "4.2.2": f"SHA-256 {mapping.source.hash}",
        "4.2.3": "To fill the fields of records from answers, to raise flags that show risk, and to place the "
        "submission in a queue.",
        "4.2.4": "See 4.1.2.",
        "4.2.5": "See 4.1.3.",
        "4.2.6": "Deterministic rules in a language made for business analysts: decision tables and expressions by the "
        "OMG's DMN and FEEL. The same submission gives the same result at any time. The specification of this "
        "mapping holds every rule.",
        "4.2.7": f"{_count(len(list(mapping.all_of(nodes.Example))), 'example')} must hold before a version can be "
        "published.",
        "4.2.8": _NO_DEVELOPMENT_DATA,
        "4.2.9": _NO_DEVELOPMENT_DATA,
        "4.3": _NO_DEVELOPMENT_DATA,
        "4.4.1": "What the person who reports writes in the form.",
        "4.4.2": _sensitive(mapping),
        "4.4.3": "See 4.2.6. Answers that no rule uses: " + _ignored(mapping),
        "5.2": "A risk answer is overlooked: flags that cannot be told count as raised until a person has decided; "
        "every answer is used or named with a reason; a change that would lose a flag is shown before it is published.",
    }
    return {("Tier 1", number): said for number, said in one.items()} | {
        (tier_2[number], number): said for number, said in two.items()
    }


def _in_short(mapping: DescribedMapping) -> str:
    return (
        f"When the public sends the online form “{mapping.title}”, this tool turns the answers into records for the "
        "police, marks answers that show risk, and puts the report in the order in which people look at it."
    )


def _targets(mapping: DescribedMapping) -> str:
    names = ", ".join(record.target.text for _, record in mapping.all_of(nodes.Record))
    return f"It makes the records {names or 'of no system'}."


def _flags_in_short(mapping: DescribedMapping) -> str:
    counts = {level: sum(flag.level is level for flag in mapping.flags) for level in FlagLevel}
    said = ", ".join(f"{count} of level {level}" for level, count in counts.items() if count)
    return f"It can raise {_count(len(mapping.flags), 'flag')}{f': {said}' if said else ''}."


def _sensitive(mapping: DescribedMapping) -> str:
    protected = {
        name for name, asked in mapping.program.questions.by_name.items() if any(one.protected for one in asked)
    }
    labels = [f"“{question.label}”" for name in sorted(protected) if (question := mapping.wording.question(name))]
    if not labels:
        return "The form asks no question that is marked as protected."
    return (
        f"The form asks {', '.join(labels)}. No flag, decision or triage may read such an answer unless the rule says "
        f"why. {_reasons(mapping)}"
    )


def _reasons(mapping: DescribedMapping) -> str:
    said = [f"“{one.name.text}”: {one.because.text}" for _, one in mapping.all_of(nodes.Decide) if one.because]
    said += [f"triage: {one.because.text}" for _, one in mapping.all_of(nodes.Triage) if one.because]
    return f"Reasons given: {'; '.join(said)}." if said else "No table or triage does."


def _ignored(mapping: DescribedMapping) -> str:
    said = [
        f"“{question.label if (question := mapping.wording.question(name.text)) else name.text}” ({one.because.text})"
        for _, one in mapping.all_of(nodes.Ignore)
        for name in one.answers
    ]
    return ("; ".join(said) or "none") + "."


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"
