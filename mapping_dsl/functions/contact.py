"""How people and vehicles are reached and told apart: postcodes, registration marks, telephone numbers, e-mail."""

import re
import unicodedata

import phonenumbers

from mapping_dsl.feel.frames import Call

from .registry import registry

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
_VRM = re.compile(r"[A-Z0-9]{2,8}")
_PHONE = re.compile(r"\+?[\d\s().,/‐-―−-]+(?:(?:ext|extn|extension|x)[\s.:]*\d{1,6})?", re.IGNORECASE)
# RFC 5322's dot-atom, with the letters of RFC 6531; quoted names and bare hosts are left to a person.
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_EMAIL_NAME = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?"
_EMAIL_HOST = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
# The United Kingdom's national numbers without the 0: most have ten digits (Ofcom, National Telephone Numbering Plan).
_BRITISH = re.compile(r"[23579]\d{9}|1\d{8,9}|8\d{6}|8\d{8,9}")
_WITH_TRUNK_ZERO = re.compile(r"\(?0[0-9 ().-]{7,30}")
_NO_DIGIT = re.compile(r"[^0-9]+")
_NO_LETTER_OR_DIGIT = re.compile(r"[^A-Za-z0-9]+")


@registry.add(
    "to postcode",
    "s: string -> string",
    meaning="A UK postcode in capitals, with one space before the last three",
    example=('to postcode("w23 9jg")', '"W23 9JG"'),
)
def to_postcode(call: Call, s: str) -> str | None:
    """Typed with any blanks and hyphens; a text that is more or less than one postcode is refused."""
    parts = _POSTCODE.fullmatch(_letters_and_digits(s))
    if parts is None:
        return call.refuse("not-a-postcode", f'"{s}" is not a postcode', "a postcode is written like W23 9JG")
    return f"{parts[1]} {parts[2]}"


@registry.add(
    "postcode district",
    "s: string -> string",
    meaning="The part of a UK postcode before the space; a district by itself is kept",
    example=('postcode district("w23 9jg")', '"W23"'),
)
def postcode_district(call: Call, s: str) -> str | None:
    """W23 for a whole postcode and for W23 alike."""
    compact = _letters_and_digits(s)
    if whole := _POSTCODE.fullmatch(compact):
        return whole[1]
    if _DISTRICT.fullmatch(compact):
        return compact
    return call.refuse("not-a-postcode", f'"{s}" is not a postcode', "a district is written like W23")


@registry.add(
    "to vrm",
    "s: string -> string",
    meaning="A registration mark in capitals, its letters and digits alone",
    example=('to vrm("ay78-mcl")', '"AY78MCL"'),
)
def to_vrm(call: Call, s: str) -> str | None:
    """Two to eight letters and digits; letters of another script are refused rather than dropped."""
    mark = _letters_and_digits(s)
    if not _VRM.fullmatch(mark):
        return call.refuse(
            "not-a-registration-mark", f'"{s}" is not a registration mark', "a mark has 2 to 8 letters and digits"
        )
    return mark


@registry.add(
    "to phone",
    "s: string -> string",
    meaning="A telephone number as the world writes it (E.164); numbers without a country are British",
    example=('to phone("(020) 7946 0042")', '"+442079460042"'),
)
def to_phone(call: Call, s: str) -> str | None:
    """An extension is left out, as E.164 has no place for it; words or a second number are refused."""
    number = _dialled(_plain(s))
    if number is None:
        return call.refuse(
            "not-a-phone-number",
            f'"{s}" is not a telephone number',
            "one number, like 020 7946 0042 or +44 20 7946 0042",
        )
    return number


@registry.add(
    "to email",
    "s: string -> string",
    meaning="An e-mail address without blanks around it, its host in small letters",
    example=('to email(" Grace@Example.COM ")', '"Grace@example.com"'),
)
def to_email(call: Call, s: str) -> str | None:
    """The name before the @ stays as typed: hosts may tell capitals apart there (RFC 5321, 2.4)."""
    name, _, host = _plain(s).rpartition("@")
    fits = len(name) <= 64 and len(host) <= 253 and _EMAIL_NAME.fullmatch(name) and _EMAIL_HOST.fullmatch(host)
    if not fits:
        return call.refuse(
            "not-an-email-address", f'"{s}" is not an e-mail address', "one address, like grace@example.com"
        )
    return f"{name}@{host.lower()}"


def _dialled(typed: str) -> str | None:
    if not _PHONE.fullmatch(typed):
        return None
    if _WITH_TRUNK_ZERO.fullmatch(typed) and _BRITISH.fullmatch(usual := _NO_DIGIT.sub("", typed)[1:]):
        return f"+44{usual}"  # most numbers: the library says the same, and takes fifty times as long
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException:
        return None
    # British numbers by their length alone: those kept free for drama, 07700 900xxx, belong to no range.
    british = phonenumbers.national_significant_number(number) if number.country_code == 44 else None
    if not (_BRITISH.fullmatch(british) if british else phonenumbers.is_valid_number(number)):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _plain(s: str) -> str:
    """Full-width forms made ordinary, invisible characters out, no blanks around."""
    if s.isascii():
        return s.strip()
    return "".join(one for one in unicodedata.normalize("NFKC", s) if unicodedata.category(one) != "Cf").strip()


def _letters_and_digits(s: str) -> str:
    if s.isascii():
        return _NO_LETTER_OR_DIGIT.sub("", s).upper()
    return "".join(one for one in _plain(s) if one.isalnum()).upper()
