"""What the business may do with an idea, in plain words; the version is kept with every consent."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Licence:
    """One licence. Raise `version` whenever a sentence changes its meaning: consents given keep the old one."""

    version: str
    name: LazyString
    rights: LazyString  # has a place for %(business)s, as has the next
    agreement: LazyString

    def rights_for(self, business: str) -> str:
        """Say what `business` may do."""
        return str(self.rights % {"business": business})

    def agreement_with(self, business: str) -> str:
        """Say what the author agrees to by ticking."""
        return str(self.agreement % {"business": business})


LICENCES = {
    "permit": Licence(
        version="2026-11",
        name=_l("Permission to use"),
        rights=_l("The idea stays yours. %(business)s may use it after paying the prize."),
        agreement=_l("I agree that %(business)s may use my idea after paying the prize"),
    ),
    "buyout": Licence(
        version="2026-11",
        name=_l("Full purchase"),
        rights=_l(
            "The idea stays yours unless it is chosen. If it is, %(business)s pays the prize and you hand over"
            " the rights in a separate letter."
        ),
        agreement=_l("I agree to hand over the rights to %(business)s if my idea is chosen and the prize is paid"),
    ),
    "cc_by": Licence(
        version="2026-11",
        name=_l("Open (CC BY 4.0)"),
        rights=_l("The idea stays yours, and everybody, %(business)s too, may use it if they name you."),
        agreement=_l("I agree that %(business)s and everybody else may use my idea if they name me (CC BY 4.0)"),
    ),
}
