"""Text and behaviour become signals, signals a verdict. The core is pure Python: no Flask, no database."""
