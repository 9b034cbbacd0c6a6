"""The five promise levels, after the IAP2 Spectrum of Public Participation, in our own words."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

SPECTRUM = "https://www.iap2.org/page/pillars"  # where the credit line leads


@dataclass(frozen=True)
class Level:
    """One level: its name and the sentence it promises."""

    name: LazyString
    sentence: LazyString


LEVELS = {
    "inform": Level(_l("Inform"), _l("We give clear news in time.")),
    "consult": Level(_l("Listen"), _l("We listen, take note and explain what your contribution changed.")),
    "involve": Level(_l("Involve"), _l("We work with you; the final choice shows what you contributed.")),
    "collaborate": Level(_l("Work together"), _l("We use your suggestions as far as we possibly can.")),
    "empower": Level(_l("Hand over the decision"), _l("We carry out what you choose.")),
}
