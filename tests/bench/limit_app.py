"""What the stack itself costs: a Flask program that does nothing, run on the same server as the board.

`/hello` is the currency of the speed table: a row is a share of what `/hello` reaches in the same round. `/form`
is the same for a small POST.
"""

from flask import Flask

app = Flask(__name__, static_folder=None)


@app.get("/hello")
def hello() -> str:
    """Answer with two words."""
    return "Halo, dunia"


@app.post("/form")
def form() -> str:
    """Answer a form in the same way."""
    return "Sudah"
