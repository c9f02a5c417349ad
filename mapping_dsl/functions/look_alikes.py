"""Letters of other scripts that look like Latin ones (Unicode Technical Standard 39), each to its Latin one.

Capitals and small letters stand apart, as they may look like different letters: Η like h, η like n.
"""

_PAIRS = (
    # Cyrillic
    ("АВЕЅІЈКМНОРСТУХҮҺԌԚԜӀѴ", "abesijkmhopctyxyhgqwlv"),
    ("авеѕіјкмнорстухүһԍԛԝӏѵԁпг", "abesijkmhopctyxyhgqwlvdnr"),
    ("ЁёЇїҐґ", "eeiirr"),
    # Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "abezhikmnoptyxc"),
    ("αβγεηικμνορτυχωςϳά", "abyenikuvoptuxwcja"),
    ("έήίόύώϊϋ", "eniouwiu"),
    # Armenian, Hebrew and Cherokee where they pass for Latin
    ("օոսհցՕՍ", "onuhgou"),
    ("ᎪᏴᏟᎠᎬᎻᎫᎪᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ", "abcdehjaklmprstvwz"),
    # Latin letters that are not in the alphabet people search with
    ("ıɑɡɩʟɴʀʏᴀʙᴄᴅᴇꜰɢʜᴊᴋᴍᴏᴘꜱᴛᴜᴠᴡᴢƖǀӏ", "iagilnryabcdefghjkmopstuvwzlll"),
)

LOOK_ALIKES = {ord(other): latin for others, latins in _PAIRS for other, latin in zip(others, latins, strict=True)}
