"""Chromium without a window, driven through a pipe by the Chrome DevTools Protocol: it needs no network."""

import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time


class Failure(Exception):
    """The browser did not do what it was told."""


class Browser:
    """One process with one page, which ends with the `with` statement."""

    # Whoever runs this is root in its own network namespace, where Chromium's sandbox refuses to work.
    OPTIONS = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-extensions", "--disable-background-networking", "--disable-component-update",
        "--disable-breakpad", "--remote-debugging-pipe",
    ]

    def __init__(self, program="chromium"):
        self._home = tempfile.mkdtemp(prefix="browser-")
        (theirs, self._output), (self._input, ours) = os.pipe(), os.pipe()
        self._process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{theirs} 4>&{ours}', "sh", program, *self.OPTIONS,
             f"--user-data-dir={self._home}", "about:blank"],
            env={**os.environ, "HOME": self._home}, pass_fds=[theirs, ours], start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs)
        os.close(ours)
        self._buffer, self._number, self._session = b"", 0, None
        self.events = []

    def __enter__(self):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call(
            "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return self

    def __exit__(self, *_):
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()
        os.close(self._input)
        os.close(self._output)
        shutil.rmtree(self._home, ignore_errors=True)

    def call(self, method, within=30, **parameters):
        """Carries out one method of the protocol; what is reported meanwhile is added to `events`."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._write(json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + within
        while True:
            answer = self._read(deadline, method)
            if answer.get("id") == self._number:
                break
            self.events.append(answer)
        if "error" in answer:
            raise Failure(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def wait_for(self, event, within=30):
        """Waits until it has been reported, since `events` was last emptied."""
        deadline = time.monotonic() + within
        while not any(one.get("method") == event for one in self.events):
            self.events.append(self._read(deadline, event))

    def evaluate(self, script):
        """The value of a JavaScript expression, of a promise what it comes to."""
        answer = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise Failure(answer["exceptionDetails"].get("exception", {}).get("description", script))
        return answer["result"].get("value")

    def _write(self, data):
        while data:
            data = data[os.write(self._output, data):]

    def _read(self, deadline, what):
        while b"\0" not in self._buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._input], [], [], left)[0]:
                raise Failure(f"no answer in time: {what}")
            data = os.read(self._input, 1 << 20)
            if not data:
                raise Failure(f"the browser ended: {what}")
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(line)
