"""Letters of other scripts that are taken for Latin ones. Written by eye: what looks like it, counts as it."""

# Each line: the Latin letter, then what is taken for it. Accents, styled and enclosed letters need no line:
# folding.py reads those off their Unicode decomposition and name. Twins look the same in most type faces.
_TWINS = """
a АаΑαɑꓮᎪ
b ВЬΒᏴꓐ𐊂
c СсϹϲᏟꓚⅭ
d ԁԀᎠꓓꓒ
e ЕеΕᎬꓰ
f Ϝꓝ
g ɡԌᏀꓖ
h НһΗᎻꓧ
i ІіΙᎥꓲ
j ЈјϳᎫꓙ
k КΚᏦꓗ
l ӏӀǀᏞꓡ
m МΜᎷꓟ
n ΝꓠոΝ
o ОоΟοօՕꓳ
p РрΡρᏢꓑ
q ԛԚ
r ᎡᏒꓣ
s ЅѕՏᏚꓢ
t ТΤᎢꓔ𐊗
u ՍսꓴυЏ
v ѴѵνᏙꓦ
w ԜԝᏔᎳꓪ
x ХхΧχꓫ
y УуΥҮүꓬᎽ
z ΖᏃꓜ
"""
_COUSINS = """
a ᗩ卂คⲀⲁӒӐꭺ
b вьъƄᗷ乃๒ⲂЪ
c ς匚ᑕⲤⲥҪҫꮯƆɔↃ
d ᗪ๔ժᑯꭰδ
e εєЄэЭҽ乇ⲈⲉɛƐꭼԐԑξᗴ
f ᖴ千ғҒƒʄ
g ցɢᘜ
h нҺηђ卄ᕼҤңҢⲎћЋհ
i ιɩ丨เⲒⲓ
j ﻮᒍ丿ל
k кκқҜҚᛕⲔⲕӃӄԞ
l ᒪㄥןⳐⳑԼլ
m мᗰ爪๓Ⲙⲙ
n ИийЙпПภ几ᑎⲚռηдﬡή
o σ๏ㄖ〇ⲞⲟΘθӨөஐ๐໐᧐фФ
p 卩קᑭⲢⲣҎ
q զɊᑫգ
r гГЯя尺ᖇɾⲄր
s 丂รʂꮪֆᔕ
t тτㄒⲦⲧͲҬҭԎϮ
u Ʋʊㄩยᑌцμ
v Vᐯ٧שѷ
w шШщЩωѡ山ฬᗯΨψѿ
x 乂᙭אⲬⲭҲҳӾжЖ
y γㄚყⲨӯӰўЎᎩ
z 乙Ⲍⲍʐζ
"""


def twins() -> dict[str, str]:
    """Return each letter that cannot be told from a Latin one, with that one."""
    return _pairs(_TWINS)


def cousins() -> dict[str, str]:
    """Return each letter that only resembles a Latin one, with that one."""
    return _pairs(_COUSINS)


def _pairs(lines: str) -> dict[str, str]:
    """Return letter by letter. The first line that names one has it."""
    found: dict[str, str] = {}
    for latin, strangers in (line.split(" ", 1) for line in lines.strip().splitlines()):
        for stranger in filter(lambda sign: not sign.isascii(), strangers):
            found.setdefault(stranger, latin)
    return found
