"""Why a function beyond FEEL refuses a value: each code with an expression that raises it, and the same one mended."""

CODES: dict[str, tuple[str, str]] = {
    "not-a-postcode": ('to postcode("near the shop")', 'to postcode("W23 9JG")'),
    "not-a-registration-mark": ('to vrm("no plates on it")', 'to vrm("AY78 MCL")'),
    "not-a-phone-number": ('to phone("ask my sister")', 'to phone("020 7946 0042")'),
    "not-an-email-address": ('to email("grace at example.com")', 'to email("grace@example.com")'),
    "not-a-length": ('cut("a long story", 0)', 'cut("a long story", 7)'),
    "not-a-term": ('mentions("a knife", ["*"])', 'mentions("a knife", ["kni*"])'),
    "not-a-picture": ('format(date("2026-10-03"), "HH:mm")', 'format(date("2026-10-03"), "DD/MM/YYYY")'),
    "not-such-a-date": ('parse date("31/02/2026", "DD/MM/YYYY")', 'parse date("28/02/2026", "DD/MM/YYYY")'),
    "off-the-calendar": (
        'age(date("-12026-01-01"), date("2026-10-03"))',
        'age(date("2006-01-01"), date("2026-10-03"))',
    ),
    "not-born-yet": ('age(date("2026-10-04"), date("2026-10-03"))', 'age(date("1986-10-04"), date("2026-10-03"))'),
}
