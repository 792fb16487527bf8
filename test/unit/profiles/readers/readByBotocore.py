"""Reads pairs of a config and a credentials file as the AWS CLI does: JSON in, JSON out; null where it fails.

"read" gives all that they hold; "get" what `aws configure list-profiles` and, for each of these profiles and each of the
keys that come with the files, `aws configure get` print.
"""

import io
import json
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from botocore.exceptions import ConfigParseError
from botocore.session import Session


session = Session()


def use(folder, texts):
    session._config = session._profile_map = None  # what it keeps of the files before
    for name, text in zip(("config_file", "credentials_file"), texts):
        path = folder / name
        path.write_bytes(text.encode())
        session.set_config_variable(name, str(path))


def read(folder, *texts):
    use(folder, texts)
    try:
        full = session.full_config
    except ConfigParseError:
        return None
    return [full["profiles"], full["sso_sessions"], full["services"]]


def get(folder, config, credentials, keys):
    from awscli.customizations.configure.get import ConfigureGetCommand

    use(folder, (config, credentials))
    said = {}
    try:
        for profile in session.available_profiles:
            session.set_config_variable("profile", profile)
            said[profile] = {}
            for key in keys:
                printed = io.StringIO()
                if ConfigureGetCommand(session, printed)._run_main(Namespace(varname=key), None) == 0:
                    said[profile][key] = printed.getvalue()[:-1]
    except ConfigParseError:
        return None
    return said


answer = {"read": read, "get": get}[sys.argv[1]]
with tempfile.TemporaryDirectory() as folder:
    json.dump([answer(Path(folder), *item) for item in json.load(sys.stdin)], sys.stdout)
