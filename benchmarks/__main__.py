"""`make bench`: accuracy of the present model on the validation messages, then the language model beside others."""

from __future__ import annotations

import asyncio
import os

from benchmarks.nlu.__main__ import main
from benchmarks.nlu.validation import FIRST, SECOND, measure
from bot.model import train
from bot.settings import Settings

if __name__ == "__main__":
    for name, value in Settings.from_env().for_children().items():
        os.environ.setdefault(name, value)
    for file in (FIRST, SECOND):
        print(file.name)
        for name, (value, count) in asyncio.run(measure(train(), file=file)).items():
            print(f"{name:36} {value:.3f}   n={count}")
    main([])
