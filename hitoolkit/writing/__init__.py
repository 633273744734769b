"""How anything is written: whole or not at all, in its turn, and records only where nobody else can look.

    names.py      what a file may be called on every system
    faults.py     why the system refused, in words
    lock.py       one at a time, also when a process is killed
    staging.py    beside the place, in turn, after mending what a crash left
    exchange.py   two folders change places in one step
    place.py      a folder, swapped in whole
    files.py      a file, swapped in whole
    private.py    the folder for temporary copies of records
    terminal.py   a command's own screen, and how it is asked to end
"""
