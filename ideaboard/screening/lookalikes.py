"""Letters of other scripts that are taken for Latin ones. Written by eye: what looks like it, counts as it."""

# Each line: the Latin letter, then what is taken for it. Accents, styled and enclosed letters need no line:
# folding.py reads those off their Unicode decomposition and name.
_LINES = """
a АаᎪΑαɑᗩ卂ค₳ⲀⲁꓮɒӒӐꭺ
b ВвЬьъƄᏴΒβᗷ乃๒฿ßꓐⲂ𐊂Ъ
c СсϹϲᏟς匚ᑕ₵ꓚⲤⲥ¢ҪҫꮯƆɔↃ
d ԀԁᎠᗪ๔ժꓓᑯꭰ
e ЕеᗴᎬΕεєЄэЭҽ乇£ꓰⲈⲉɛƐꭼєԐԑ
f ᖴϜ千ꓝғҒƒ₣ʄ
g ԌԍᏀᘜ₲ꓖɢցɡ
h НнһҺᎻΗηհђ卄ᕼҤңҢꓧⲎћЋ
i ІіᎥΙιɩ丨เꓲⲒⲓ
j ЈјᎫϳﻮᒍ丿ꓙל
k КкᏦΚκҜқҚ₭ᛕꓗⲔⲕӃӄԞ
l ӏӀǀᒪㄥןꓡᏞⳐⳑʟԼլ
m МмᎷΜᗰ爪๓₥ꓟⲘⲙ
n ΝИийЙпПภ几ᑎ₦ꓠⲚոռηдﬡ
o ОоΟοσՕօ๏ㄖ〇ꓳⲞⲟΘθӨөஐ๐໐᧐фФ
p РрΡρᏢ卩קᑭ₱ꓑⲢⲣҎ
q ԚԛզɊᑫգ
r гГЯяᎡᏒ尺ᖇɾꓣⲄրѓ
s ЅѕᏚᔕՏ丂รꓢ₴ʂꮪֆ
t ТтᎢΤτㄒ₮ꓔⲦⲧͲ𐊗ҬҭԎϮ
u ՍսυƲʊㄩยᑌꓴмцЦ
v ѴѵᏙνVᐯ٧ꓦשѷ
w ԜԝшШщЩᎳωѡ山ฬᗯ₩ꓪΨψѿ
x ХхΧχ乂᙭אꓫⲬⲭҲҳӾжЖ
y УуᎽᎩΥγуҮүㄚყꓬⲨ¥ӯӰўЎ
z ΖζᏃ乙ꓜⲌⲍʐ
"""


def lookalikes() -> dict[str, str]:
    """Return each letter of another script with the Latin letter it is taken for."""
    lines = (line.split(" ", 1) for line in _LINES.strip().splitlines())
    pairs = ((strange, latin) for latin, strangers in lines for strange in strangers)
    # The first line that names a letter has it; symbols of money are left to the reader of leetspeak.
    found: dict[str, str] = {}
    for strange, latin in pairs:
        if not strange.isascii() and strange not in "ß£¥¢":
            found.setdefault(strange, latin)
    return found
