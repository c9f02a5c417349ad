"""PDFs written object by object, for what no library that makes them lets one do."""

import zlib
from collections.abc import Mapping


def raw_pdf(drawing: bytes, font: bytes = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", *more: bytes) -> bytes:
    """One page with this drawing, or stream of one. Its font F1 is object 5; `more` begins with object 6."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        drawing if drawing.startswith(b"<<") else stream(drawing),
        font,
        *more,
    ]
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return content + end % (len(objects) + 1, table, len(objects) + 1, len(content))


def packed(content: bytes) -> bytes:
    """A stream object's body, compressed."""
    small = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(small), small)


def stream(content: bytes) -> bytes:
    """A stream object's body."""
    return b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content)


def drawn_text(codes: str, mapped: Mapping[str, str]) -> bytes:
    """Codes drawn in a font that has no standard encoding and says of these alone which letters they are."""
    letters = "\n".join(
        f"<{ord(code):02x}> <{text.encode('utf-16-be', 'surrogatepass').hex()}>" for code, text in mapped.items()
    )
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange {len(mapped)} beginbfchar\n{letters}\nendbfchar\n"
        "endcmap end end"
    )
    widths = " ".join(["500"] * 256)
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 0/LastChar 255"
        f"/Widths[{widths}]/Encoding<</Type/Encoding/Differences[0{''.join(f'/g{code}' for code in range(256))}]>>"
        f"/CharProcs<<{''.join(f'/g{code} 7 0 R' for code in range(256))}>>/ToUnicode 6 0 R/Resources<<>>>>"
    )
    drawing = f"BT /F1 12 Tf 50 300 Td ({codes}) Tj ET".encode()
    glyph = stream(b"500 0 0 0 500 500 d1 0 0 400 400 re f")
    return raw_pdf(drawing, font.encode(), stream(table.encode()), glyph)
