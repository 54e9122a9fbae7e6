"""What scripts share that start the program themselves."""
import socket
import time
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until_healthy(url, process, pause=0.05):
    """Waits for the first 200 of the health page; False when the program has ended instead."""
    while True:
        try:
            with urllib.request.urlopen(f"{url}/actuator/health", timeout=2) as answer:
                if answer.status == 200:
                    return True
        except OSError:
            if process.poll() is not None:
                return False
            time.sleep(pause)
