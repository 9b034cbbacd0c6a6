"""All texts of a challenge that its readers see, screened together."""

from typing import Any

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import criteria_of, prizes_of
from ideaboard.challenges.wizard.cover import Cover, cover_of
from ideaboard.challenges.wizard.step_form import StepForm
from ideaboard.posts.masking import MASK, masked
from ideaboard.posts.screening import Judged, judge
from ideaboard.posts.service import as_typed, latest_fields

TEXTS = ("title", "problem", "good_example", "limits", "promise_text")
_ADDED_LATER = "description_"  # prizes that a public challenge adds


def texts_of(challenge: Challenge) -> dict[str, Any]:
    """Return the texts that every version keeps, as typed."""
    return as_typed(challenge.id, {"body": challenge.source, **{name: getattr(challenge, name) for name in TEXTS}})


def judge_draft(challenge: Challenge, editor: User, as_is: str) -> Judged:
    """Screen a whole draft that is to be published."""
    fields = {
        **texts_of(challenge),
        "city": challenge.city,
        "audience_note": challenge.audience_note,
        "criteria": "\n".join(criterion.name for criterion in criteria_of(challenge.id)),
        "prizes": "\n".join(prize.description for prize in prizes_of(challenge.id)),
    }
    return _judge(challenge, editor, fields, cover_of(challenge), as_is)


def judge_step(challenge: Challenge, editor: User, form: StepForm, cover: Cover | None) -> Judged:
    """Screen a public challenge as it will be with a step that is saved."""
    added = {name: text for name, text in form.typed().items() if name.startswith(_ADDED_LATER)}
    fields = {**texts_of(challenge), **form.texts(), **added}
    return _judge(challenge, editor, fields, cover, form.as_is.data or "")


def judge_texts(challenge: Challenge, editor: User, fields: dict[str, Any]) -> Judged:
    """Screen the texts of a version."""
    return _judge(challenge, editor, fields, None, "")


def put_masked(challenge: Challenge, fields: dict[str, Any]) -> None:
    """Let the columns hold what readers may see of a version's texts."""
    shown = masked(fields)
    for name in TEXTS:
        if name in shown:
            setattr(challenge, name, shown[name])


def unmasked(challenge: Challenge, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a step with what was typed, where readers see something masked."""
    if not any(MASK in str(value) for value in values.values()):
        return values
    typed = latest_fields(challenge.id)
    typed["brief"] = typed.get("body", challenge.source)
    return {name: typed.get(name, value) for name, value in values.items()}


def _judge(challenge: Challenge, editor: User, fields: dict[str, Any], cover: Cover | None, as_is: str) -> Judged:
    pictures = [(cover.picture, cover.alt)] if cover and cover.picture else []
    texts = {name: str(text or "") for name, text in fields.items()}
    return judge(editor, "challenge", texts, pictures=pictures, post_id=challenge.id, as_is=as_is)
