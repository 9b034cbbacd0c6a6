"""What moderators get back: the queue, a case, or the next case after a decision with the way to take it back."""

from collections.abc import Sequence
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.data.paging import Cursor
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.desk import decided, queries
from ideaboard.moderation.desk.charts import bars
from ideaboard.moderation.desk.filters import Filter
from ideaboard.moderation.desk.forms import KEYS_ON, DecisionForm
from ideaboard.moderation.desk.numbers import numbers_for
from ideaboard.moderation.desk.page import context_of
from ideaboard.moderation.judging.claims import release
from ideaboard.web.rendering import render, see_other, wants_fragment

KEYS_COOKIE = "pintasan"


def wanted() -> Filter:
    """Return the filter that the address carries."""
    return Filter.parse(request.args)


def show_queue(status: int = 200, problem: str = "", form: DecisionForm | None = None, **more: Any) -> BaseResponse:
    """Answer with a page of the queue, what was typed and ticked kept."""
    chosen, numbers = wanted(), numbers_for(current_user)
    found = queries.waiting(current_user, chosen, Cursor.parse(request.args.get("setelah")))
    return render(
        "moderation/desk/index.html",
        status=status,
        found=found,
        wanted=chosen,
        numbers=numbers,
        bars=bars([day.count for day in numbers.reports]),
        problem=problem,
        form=form or DecisionForm("post", formdata=None, data={"version": 0}),
        toast=_toast(request.args.get("putusan", type=int)),
        for_others=0 if found.items else queries.count_for_others(current_user),
        keys=keys(),
        ticked=more.get("ticked", ()),
        outcomes=more.get("outcomes", ()),
    )


def show_case(
    case: Case | None,
    form: DecisionForm | None = None,
    status: int = 200,
    problem: str = "",
    **more: Any,
) -> BaseResponse:
    """Answer with a case: the whole page, or for htmx what changes when another case is opened."""
    if case is None:
        abort(404)
    context = context_of(case, current_user, wanted(), form)
    decision_id = more.pop("decision_id", None) or request.args.get("putusan", type=int)
    chart = bars([day.count for day in context["numbers"].reports])
    more = {"problem": problem, "toast": _toast(decision_id), "bars": chart, "keys": keys(), "said": "", **more}
    page, part = "moderation/desk/case.html", "moderation/desk/_answer.html"
    return render(page, part, status, **{**context, **more})


def show_next(case: Case, said: str, decision_id: int | None = None) -> BaseResponse:
    """Let go of a case; answer with the one after it, or with the queue when nothing else waits."""
    release(case.id, current_user)
    chosen = wanted()
    following = queries.next_after(current_user, chosen, case)
    args: dict[str, Any] = {**chosen.args, **({"putusan": decision_id} if decision_id else {})}
    if following is None:
        return see_other(url_for("moderation.index", **args), said)
    address = url_for("moderation.show_case", case_id=following, **chosen.args)
    if not wants_fragment():
        return see_other(url_for("moderation.show_case", case_id=following, **args), said)
    answer = show_case(queries.case_by_id(following), decision_id=decision_id, said=said)
    answer.headers["HX-Push-Url"] = address
    return answer


def keys() -> str:
    """Return whether the keys act on this device."""
    return request.cookies.get(KEYS_COOKIE, KEYS_ON)


def several(outcomes: Sequence[Any]) -> str:
    """Say how many of a selection were decided."""
    done = sum(1 for outcome in outcomes if outcome.decision is not None)
    return _("%(done)s of %(all)s cases decided.", done=done, all=len(outcomes))


def _toast(decision_id: int | None) -> Any:
    return decided.own_line(decision_id, current_user) if decision_id else None
