"""Runs version 1 of the AWS CLI, loaded once, in a fork for each connection to a Unix socket.

A connection sends a line {"env", "args"} and receives a line {"code", "stdout", "stderr"}.
All runs have the same home folder, because the CLI looks up where its caches are while it is loaded.
"""

import json
import os
import socketserver
import sys
import tempfile
import traceback

import awscli
from awscli.clidriver import create_clidriver, main

create_clidriver()  # Loads most of what a run needs.
data_path = os.environ["AWS_DATA_PATH"]  # The CLI sets it while it is loaded.
test_process = os.getppid()
home = os.environ["HOME"]
home_exists = os.path.isdir(home)


def run(env, args):
    os.environ.clear()
    os.environ.update({"AWS_DATA_PATH": data_path, **env, "HOME": home})
    sys.argv = ["aws", *args]
    try:
        return main()
    except SystemExit as end:
        return end.code
    except BaseException:
        traceback.print_exc()
        return 1


class Caller(socketserver.StreamRequestHandler):
    def handle(self):
        request = json.loads(self.rfile.readline())
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(stdout.fileno(), 1)
            os.dup2(stderr.fileno(), 2)
            answer = {"code": run(request["env"], request["args"])}
            sys.stdout.flush()
            sys.stderr.flush()
            for name, file in (("stdout", stdout), ("stderr", stderr)):
                file.seek(0)
                answer[name] = file.read().decode(errors="replace")
        self.wfile.write(json.dumps(answer).encode() + b"\n")


class Forks(socketserver.ForkingMixIn, socketserver.UnixStreamServer):
    request_queue_size = 100

    def service_actions(self):
        super().service_actions()
        if os.getppid() != test_process or os.path.isdir(home) != home_exists:
            sys.exit()


# Removed when the process of the tests, or the home folder, is gone.
with tempfile.TemporaryDirectory(prefix="rolecall-") as folder:
    address = os.path.join(folder, "cli")
    with Forks(address, Caller) as forks:
        print(json.dumps({"version": awscli.__version__, "address": address}), flush=True)
        forks.serve_forever()
