"""Short codes of challenges for print: read from the id alone, and checked, so that a slip leads nowhere else."""

# Crockford's 32 signs: none is taken for another.
_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
_READ_AS = str.maketrans("oil", "011")
_CHECK = 29  # a prime: one wrong sign or two swapped ones change the last sign
LONGEST = 14


def code_of(challenge_id: int) -> str:
    """Return the code: the id in base 32, and a sign that checks it."""
    code, rest = "", challenge_id
    while rest:
        rest, sign = divmod(rest, 32)
        code = _SIGNS[sign] + code
    return code.rjust(3, "0") + _SIGNS[challenge_id % _CHECK]


def id_of(code: str) -> int | None:
    """Return the id that a code stands for, however its letters are written; None for what is no code."""
    plain = code.lower().translate(_READ_AS)
    if not 4 <= len(plain) <= LONGEST or not set(plain) <= set(_SIGNS):
        return None
    ident = 0
    for sign in plain[:-1]:
        ident = ident * 32 + _SIGNS.index(sign)
    return ident if 0 < ident < 2**63 and _SIGNS[ident % _CHECK] == plain[-1] else None
