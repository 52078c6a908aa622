"""Opens pages and drawings in a real browser, and prints a line for each fault that it finds.

    check.py --axe axe.min.js FOLDER...

Each HTML and SVG file of a folder is opened as it is, at three widths, in light and in dark, and printed on
paper; a drawing also inside of a page. Faults are messages of the console, requests for anything but files
of the folder, what is wider than the window, what axe finds, text of drawings that is hard to read, and what
is not on paper. The status is 1 if there are any.
"""

import argparse
import base64
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as xml

from browser import Browser, Failure

WIDTHS = [360, 800, 1600]
SCHEMES = ["light", "dark"]
# The inner part of a sheet of A4, with margins of 1 cm, in pixels.
SHEET = (718, 1046)

SIZES = """(() => {
  const root = document.documentElement
  return [Math.max(root.scrollWidth, document.body?.scrollWidth ?? 0), root.clientWidth || innerWidth]
})()"""

# What a print would cut off: parts that can only be scrolled to, and drawings longer than a sheet.
CUT = """[...document.querySelectorAll('body *')].flatMap(it => {
  const box = it.getBoundingClientRect(), name = it.tagName.toLowerCase()
  if (getComputedStyle(it).overflowX !== 'visible' && it.scrollWidth > it.clientWidth + 1
      && name !== 'svg') return [`the end of <${name}> is cut off`]
  if (box.right > innerWidth + 1 && box.width > 0) return [`<${name}> is wider than the paper`]
  return name === 'svg' && box.height > %d ? [`<${name}> is longer than the paper`] : []
})""" % SHEET[1]

AXE = """axe.run(document, {preload: false, resultTypes: ['violations'], %s}).then(found =>
  found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(' ')}`)))"""


def axe(width, scheme):
    """What axe is to look at: its look at colours takes longer than all others, and the width changes no colour;
    the scheme changes nothing else."""
    if scheme == SCHEMES[0]:
        return AXE % ("rules: {'color-contrast': {enabled: %s}}" % json.dumps(width == 800))
    return AXE % "runOnly: ['color-contrast', 'link-in-text-block']" if width == 800 else "[]"


# axe leaves out the text of drawings: its contrast with what they are painted on (WCAG 2.1).
CONTRAST = """(() => {
  const light = paint => {
    const [r, g, b] = paint.match(/[\\d.]+/g).map(it => it / 255)
      .map(it => it <= 0.03928 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
  }
  return [...document.querySelectorAll('svg text')].flatMap(it => {
    const back = it.ownerSVGElement.querySelector('rect')
    const paper = light(back ? getComputedStyle(back).fill : 'rgb(255, 255, 255)')
    const ink = light(getComputedStyle(it).fill)
    return Math.max(paper, ink) / Math.min(paper, ink) < 4.5 ? [it.textContent] : []
  })
})()"""

BROKEN = "[...document.images].filter(it => !it.naturalWidth).map(it => it.src)"

# What is looked up or connected to without being loaded.
HINTS = """[...document.querySelectorAll('link[rel~=preconnect], link[rel~=dns-prefetch]')]
  .map(it => it.href)"""

FAULTS = {"hard to read": CONTRAST, "no picture": BROKEN, "request": HINTS}

WORDS = """(() => {
  const root = document.body ?? document.documentElement
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), words = []
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement
    if (parent.closest('style, script, title, desc') || !parent.getClientRects().length) continue
    words.push(...walk.currentNode.data.split(/\\s+/))
  }
  return words.filter(Boolean)
})()"""


class Check:
    def __init__(self, browser, axe):
        self.browser, self.axe = browser, axe
        for domain in ["Page", "Runtime", "Log", "Network"]:
            browser.call(f"{domain}.enable")
        browser.call("Network.setCacheDisabled", cacheDisabled=True)

    def faults(self, file, folder, name):
        """What is wrong with a file of a folder, each with where it was seen."""
        self._emulate(WIDTHS[0], SCHEMES[0])
        self._open(file)
        for scheme in SCHEMES:
            for width in WIDTHS:
                # A phone takes a page that does not say otherwise for one that needs 980 pixels.
                self._emulate(width, scheme, phone=width < 500 and file.suffix == ".html")
                for fault in self._look(width, scheme, folder):
                    yield f"{name}, {width} px, {scheme}: {fault}"
        for fault in self._print():
            yield f"{name}, on paper: {fault}"

    def _emulate(self, width, scheme, medium="", height=900, phone=False):
        self.browser.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
            mobile=phone)
        self.browser.call(
            "Emulation.setEmulatedMedia", media=medium,
            features=[{"name": "prefers-color-scheme", "value": scheme}])

    def _open(self, file):
        browser = self.browser
        browser.events.clear()
        browser.call("Page.navigate", url=file.as_uri())
        browser.wait_for("Page.loadEventFired")
        browser.evaluate(self.axe)

    def _look(self, width, scheme, folder):
        browser = self.browser
        needed, available = browser.evaluate(SIZES)
        if needed > min(width, available):
            yield f"too wide: {needed} of {min(width, available)} pixels"
        for what, script in {"axe": axe(width, scheme), **FAULTS}.items():
            yield from (f"{what}: {one}" for one in browser.evaluate(script))
        for event in browser.events:
            yield from fault(event, folder)
        browser.events.clear()

    def _print(self):
        browser = self.browser
        self._emulate(SHEET[0], "light", "print", SHEET[1])
        yield from browser.evaluate(CUT)
        words = browser.evaluate(WORDS)
        self._emulate(800, "light")
        answer = browser.call(
            "Page.printToPDF", within=60, paperWidth=8.27, paperHeight=11.69, printBackground=False)
        printed = text(base64.b64decode(answer["data"]))
        for word in dict.fromkeys(words):
            if word not in printed and not is_foreign(word):
                yield f"missing: {word}"


def is_foreign(word):
    """Whether a letter in it may have no font here, or be put in another order by what reads the sheet:
    random bytes can be Arabic. The page's own words are English, and the Japanese has a font."""
    return any(
        "\u0080" <= one < "\u2e80" and unicodedata.category(one)[0] in "LMN" for one in word)


def fault(event, folder):
    """What a report of the browser says against a page of a folder."""
    method, told = event["method"], event.get("params", {})
    if method == "Network.requestWillBeSent":
        url = told["request"]["url"]
        if not url.startswith((folder.as_uri() + "/", "data:")):
            yield f"request: {url}"
    elif method == "Runtime.consoleAPICalled" and told["type"] in ["error", "warning", "assert"]:
        yield "console: " + " ".join(str(one.get("value", one["type"])) for one in told["args"])
    elif method == "Runtime.exceptionThrown":
        yield f"console: {told['exceptionDetails']['text']}"
    elif method == "Log.entryAdded" and told["entry"]["level"] in ["error", "warning"]:
        yield f"console: {told['entry']['text']}"


def text(pdf):
    """What stands on its sheets, without spaces: a word may be broken at the end of a line."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-nopgbrk", "-", "-"], input=pdf, capture_output=True, check=True,
        timeout=60)
    return re.sub(r"\s+", "", done.stdout.decode())


def page_around(drawing, folder):
    """A page that shows a drawing as a picture, as slides and handouts do."""
    title = xml.parse(drawing).getroot().findtext("{http://www.w3.org/2000/svg}title") or ""
    page = folder / f"{drawing.stem}.html"
    page.write_text(
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>A drawing</title>"
        f"<meta name='viewport' content='width=device-width'></head><body><main><h1>A drawing</h1><img style='max-width: 100%' src='{drawing.name}'"
        f" alt='{html.escape(title, quote=True)}'></main></body></html>")
    (page.parent / drawing.name).write_bytes(drawing.read_bytes())
    return page


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--axe", required=True, type=pathlib.Path)
    parser.add_argument("folders", nargs="+", type=pathlib.Path, metavar="FOLDER")
    arguments = parser.parse_args()
    files = faults = 0
    with tempfile.TemporaryDirectory() as aside, Browser() as browser:
        check = Check(browser, arguments.axe.read_text())
        for folder in (one.resolve() for one in arguments.folders):
            for file in sorted(folder.rglob("*.html")) + sorted(folder.rglob("*.svg")):
                files += 1
                for one in all_faults(check, file, folder, pathlib.Path(aside)):
                    faults += 1
                    print(one, flush=True)
    print(f"{files} files, {faults} faults")
    return 1 if faults or not files else 0


def all_faults(check, file, folder, aside):
    name = str(file.relative_to(folder))
    yield from check.faults(file, folder, name)
    if file.suffix == ".svg":
        yield from check.faults(page_around(file, aside), aside, f"{name} in a page")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"{failure}")
