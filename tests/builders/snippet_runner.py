"""Runs many snippets in one process of the tools' environment: a line of JSON in, a line out when it has run.

A snippet is {"python": TEXT} or {"openstack": WORDS}, with "variables" of the environment for it.
The answer is {"error": TEXT}, "" when all went well.
"""

import contextlib
import io
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")


def run_python(text):
    exec(compile(text, "snippet", "exec"), {"__name__": "__main__"})


def run_openstack(words):
    from openstackclient.shell import OpenStackShell

    code = OpenStackShell().run(words)
    if code:
        raise RuntimeError(f"ended with {code}")


def main():
    out = sys.stdout
    for line in sys.stdin:
        wanted = json.loads(line)
        os.environ.update(wanted.get("variables", {}))
        said = io.StringIO()
        error = ""
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                if "python" in wanted:
                    run_python(wanted["python"])
                else:
                    run_openstack(wanted["openstack"])
            except (Exception, SystemExit) as failure:  # noqa: BLE001 - whatever a snippet does
                error = f"{type(failure).__name__}: {failure}\n{said.getvalue()[-2000:]}"
        print(json.dumps({"error": error}), file=out, flush=True)


main()
