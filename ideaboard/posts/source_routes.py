"""Handlers of the source that a claim needs."""

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.posts.blueprint import bp
from ideaboard.posts.sources import SourceForm, name_source, own_claim_or_404
from ideaboard.web.guards import private, safe_next
from ideaboard.web.rendering import render, see_other


@bp.get("/sumber/<int:post_id>")
@private
def source(post_id: int) -> Response:
    """Ask the author where the claim comes from; `next` is the page of the post."""
    post = own_claim_or_404(post_id, current_user)
    form = SourceForm(formdata=None, data={"url": post.source_url, "next": request.args.get("next", "")})
    return render("posts/source.html", form=form, post=post)


@bp.post("/sumber/<int:post_id>")
def set_source(post_id: int) -> BaseResponse:
    """Store the source."""
    post, form = own_claim_or_404(post_id, current_user), SourceForm()
    if not form.validate():
        return render("posts/source.html", status=422, form=form, post=post)
    name_source(post_id, current_user, form.url.data or "")
    return see_other(safe_next(form.next.data), _("Thank you. Readers now find your source."))
