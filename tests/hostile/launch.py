"""Runs a command under limits and writes what became of it:  launch.py RESULT MEMORY SECONDS LARGEST COMMAND...

A process of its own, so that the peak of memory is the command's and not that of whoever started it.
"""

import json
import os
import resource
import signal
import sys


def main() -> None:
    """Fork, limit, execute, wait."""
    result, memory, seconds, largest, *command = sys.argv[1:]
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
        if int(largest):
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
        os.execv(command[0], command)  # noqa: S606 - without a shell, as it should be
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(int(seconds))
    _, status, usage = os.wait4(child, 0)
    told = {"code": os.waitstatus_to_exitcode(status), "peak": usage.ru_maxrss << 10}
    with open(result, "w", encoding="utf-8") as stream:  # noqa: PTH123 - nothing but the system's own modules
        json.dump(told, stream)


main()
