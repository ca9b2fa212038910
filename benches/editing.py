#!/usr/bin/env python3
"""How long somebody who writes, or lays pages out, waits: while serving, and in an editor.

    benches/editing.py SITE [--program target/release/minutebook] [--rounds 7]

SITE is a folder with a site that has reports and no theme of its own; one report, the configuration and
a template are changed and put back. Prints medians in milliseconds, and the memory of both programs in MiB (Linux). Run it on a quiet machine.
"""

import argparse
import json
import re
import shutil
import statistics
import subprocess
import threading
import time
import urllib.request
from pathlib import Path


def milliseconds(seconds):
    return round(statistics.median(seconds) * 1000, 1)


def resident(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024


def fetch(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode()


class Serving:
    """`minutebook serve`, and a browser that waits to be told."""

    def __init__(self, program, site):
        began = time.monotonic()
        command = [program, "serve", "--port", "0", "--root", str(site)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.process.stdout.readline().split()[1]
        fetch(self.url)
        self.started = time.monotonic() - began
        self.turn = None

    def page(self, address):
        text = fetch(self.url.rstrip("/") + address)
        self.turn = re.search(r'data-turn="(\d+)"', text)[1]
        return text

    def told(self, change, address, word):
        """How long from a change of a file until the page that was open has it."""
        origin = "/".join(self.url.split("/")[:3])
        wait = threading.Thread(target=lambda: fetch(f"{origin}/~minutebook/changed?since={self.turn}"))
        wait.start()
        time.sleep(0.3)
        began = time.monotonic()
        change()
        wait.join()
        assert word in self.page(address), word
        return time.monotonic() - began

    def end(self):
        self.process.kill()
        self.process.wait()


class Editor:
    """A text editor that speaks with `minutebook lsp`."""

    def __init__(self, program, site):
        command = [program, "lsp", "--root", str(site)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.last = 0
        self.ask("initialize", {"rootUri": site.as_uri(), "capabilities": {}})
        self.tell("initialized", {})

    def send(self, message):
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.last += 1
        self.send({"id": self.last, "method": method, "params": params})
        while (message := self.receive()).get("id") != self.last:
            pass
        return message

    def hear(self, uri, words):
        """Listens until these words are said of a file."""
        while True:
            message = self.receive()
            params = message.get("params", {})
            if message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == uri:
                if any(words in found["message"] for found in params["diagnostics"]):
                    return


def timed(action):
    began = time.monotonic()
    action()
    return time.monotonic() - began


def serve(program, site, report, rounds):
    # The first start of a day makes the site anew, and writes it down.
    began = time.time()
    serving = Serving(program, site)
    kept = site / ".minutebook" / "archive-shown"
    while time.time() < began + 2 + 4 * serving.started:
        if kept.exists() and kept.stat().st_mtime > began:
            break
        time.sleep(0.1)
    serving.end()
    starts = []
    for _ in range(3):
        serving = Serving(program, site)
        starts.append(serving.started)
        serving.end()
    serving = Serving(program, site)
    text = report.read_text()
    address = f"/{report.relative_to(site / 'content').with_suffix('')}/"
    head, rest = text.split("\n", 1)
    rest = "\n".join(line for line in rest.split("\n") if not line.startswith("summary:"))
    time.sleep(1)
    serving.page(address)
    body, front, titles, templates = [], [], [], []
    config = site / "minutebook.yaml"
    configured = config.read_text()
    theme = re.search(r"^theme: (\S+)", configured, re.MULTILINE)
    template = site / "themes" / (theme[1] if theme else "street-news") / "templates" / "404.html"
    try:
        for turn in range(rounds):
            new = f"{text}\nword{turn}x\n"
            body.append(serving.told(lambda: report.write_text(new), address, f"word{turn}x"))
        for turn in range(rounds):
            new = f"{head}\nsummary: front{turn}x\n{rest}"
            front.append(serving.told(lambda: report.write_text(new), address, f"front{turn}x"))
        report.write_text(text)
        time.sleep(1)
        serving.page(address)
        for turn in range(rounds):
            new = re.sub(r"^title: .*", f"title: Title{turn}x", configured, flags=re.MULTILINE)
            titles.append(serving.told(lambda: config.write_text(new), address, f"Title{turn}x"))
        config.write_text(configured)
        template.parent.mkdir(parents=True)
        time.sleep(3)
        for turn in range(rounds):
            page = serving.page("/404.html").split("</html>")[0]
            assert f"template{turn}x" not in page
            new = "{% extends \"base.html\" %}{% block main %}" + f"template{turn}x" + "{% endblock %}"
            templates.append(serving.told(lambda: template.write_text(new), "/404.html", f"template{turn}x"))
    finally:
        report.write_text(text)
        config.write_text(configured)
        shutil.rmtree(site / "themes", ignore_errors=True)
    print(f"serve: start to first page          {milliseconds(starts)} ms")
    print(f"serve: save of a text to its page   {milliseconds(body)} ms")
    print(f"serve: save of front matter to page {milliseconds(front)} ms")
    print(f"serve: save of the site's title     {milliseconds(titles)} ms")
    print(f"serve: save of a template           {milliseconds(templates)} ms")
    print(f"serve: memory                       {resident(serving.process)} MiB")
    serving.end()


def edit(program, site, report, rounds):
    text = report.read_text()
    uri = report.as_uri()
    document = {"uri": uri, "languageId": "markdown", "version": 1, "text": text + "\n[x](nowhere0.md)\n"}
    began = time.monotonic()
    editor = Editor(program, site)
    editor.tell("textDocument/didOpen", {"textDocument": document})
    editor.hear(uri, "nowhere0.md")
    first = time.monotonic() - began

    def change(new):
        place = {"uri": uri, "version": 2}
        editor.tell("textDocument/didChange", {"textDocument": place, "contentChanges": [{"text": new}]})

    own, whole, completion = [], [], []
    for turn in range(rounds):
        wrong = text.replace("\n", f"\nwrong{turn}: x\n", 1)
        own.append(timed(lambda: (change(wrong), editor.hear(uri, f"wrong{turn}"))))
    for turn in range(rounds):
        dead = f"{text}\n[x](dead{turn}.md)\n"
        whole.append(timed(lambda: (change(dead), editor.hear(uri, f"dead{turn}.md"))))
    at = {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 11}}
    for _ in range(rounds):
        completion.append(timed(lambda: editor.ask("textDocument/completion", at)))
    mentions = {**at, "context": {"includeDeclaration": True}}
    references = [timed(lambda: editor.ask("textDocument/references", mentions)) for _ in range(3)]
    print(f"lsp: start to first findings        {round(first * 1000)} ms")
    print(f"lsp: key to findings of the text    {milliseconds(own)} ms")
    print(f"lsp: key to findings of the site    {milliseconds(whole)} ms")
    print(f"lsp: completion                     {milliseconds(completion)} ms")
    print(f"lsp: references                     {milliseconds(references)} ms")
    print(f"lsp: memory                         {resident(editor.process)} MiB")
    editor.process.kill()
    editor.process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--program", default="target/release/minutebook")
    parser.add_argument("--rounds", type=int, default=7)
    own = parser.parse_args()
    site, program = own.site.resolve(), str(Path(own.program).resolve())
    reports = sorted(path for path in site.glob("content/meetings/*/*.md") if not path.name.startswith("index"))
    report = reports[len(reports) // 2]
    # What earlier runs remember is there for most who start it.
    subprocess.run([program, "build", "--quiet", "--root", site], check=True)
    serve(program, site, report, own.rounds)
    edit(program, site, report, own.rounds)


if __name__ == "__main__":
    main()
