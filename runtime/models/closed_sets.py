"""The closed sets that rows speak in."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do in a force."""

    ANALYST = "analyst"  #: writes and changes mappings
    TESTER = "tester"  #: tries drafts, adds samples and examples
    APPROVER = "approver"  #: publishes what somebody else wrote
    OPERATOR = "operator"  #: takes the next submission and decides it
    SUPERVISOR = "supervisor"  #: sees the whole worklist, reassigns, escalates
    MANAGER = "manager"  #: reads the figures
    INFORMATION_MANAGER = "information_manager"  #: audit, retention, disclosure
    ADMINISTRATOR = "administrator"  #: people, roles, connections, licences


class Status(StrEnum):
    """Where a submission stands."""

    RECEIVED = "received"  #: stored, not yet looked at
    READ = "read"  #: its answers are known
    TRANSPOSED = "transposed"  #: its records are made
    WAITING = "waiting"  #: in the worklist
    CLAIMED = "claimed"  #: a person has it
    DECIDED = "decided"  #: crime or not, and what follows
    CLOSED = "closed"  #: nothing more is to do
    QUARANTINED = "quarantined"  #: no submission in it; a person looks
    HELD = "held"  #: it drifted from its form version
    MANUAL = "manual"  #: to be typed by hand


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"  #: planned, not yet tried
    SENT = "sent"  #: handed over, no answer yet
    CONFIRMED = "confirmed"  #: the target has the record
    UNKNOWN = "unknown"  #: perhaps arrived; to be looked up before it is sent again
    PARKED = "parked"  #: given up by the machine, a person's work now
    WITHDRAWN = "withdrawn"  #: overtaken, never to be sent


class DeliveryKind(StrEnum):
    """What a delivery does at its target."""

    CREATE = "create"  #: makes the record
    UPDATE = "update"  #: changes the record made before


class Source(StrEnum):
    """By which kind of door a submission came."""

    EMAIL = "email"
    PORTAL = "portal"
    IHUB = "ihub"
    FOLDER = "folder"


class DoorKind(StrEnum):
    """What a door is made of."""

    FOLDER = "folder"  #: a watched folder, by its name below the instance folder
    MAILBOX = "mailbox"  #: an e-mail address
    KEY = "key"  #: the hash of a key that a portal presents


class NextStep(StrEnum):
    """What follows from a decision."""

    DEPLOY = "deploy"  #: officers are sent
    INVESTIGATE = "investigate"  #: it goes to the investigation team
    NONE = "none"  #: nothing more than the record


class Grade(StrEnum):
    """How urgently a person must see it, most urgent first."""

    IMMEDIATE = "I"
    SIGNIFICANT = "S"
    EXTENDED = "E"
    REFERRED = "R"


class AlarmStatus(StrEnum):
    """Where an alarm stands."""

    OPEN = "open"  #: nobody looks at it yet
    TAKEN = "taken"  #: somebody looks at it
    CLOSED = "closed"  #: settled; it opens again where the same comes back


class ReadAgain(StrEnum):
    """What reading a submission again came to."""

    SETTLED = "settled"  #: the cause is gone from it, and it goes on
    DRIFTED = "drifted"  #: the cause still stands in it
    LEFT = "left"  #: a person has worked on it, so it stays as it is
    UNREADABLE = "unreadable"  #: it could not be found again in what came
