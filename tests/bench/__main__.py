"""`make bench`: the speed table."""

from tests.bench.speed.__main__ import main

if __name__ == "__main__":
    main()
