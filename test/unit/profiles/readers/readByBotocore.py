"""Reads pairs of config and credentials files with the AWS CLI's own code. JSON in, JSON out; null if reading fails.

"read" returns their whole content. "get" returns the profiles of `aws configure list-profiles` with the output of
`aws configure get` for each of the given keys.
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
    session._config = session._profile_map = None  # clears the cache of the previous files
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
    output = {}
    try:
        for profile in session.available_profiles:
            session.set_config_variable("profile", profile)
            output[profile] = {}
            for key in keys:
                printed = io.StringIO()
                if ConfigureGetCommand(session, printed)._run_main(Namespace(varname=key), None) == 0:
                    output[profile][key] = printed.getvalue()[:-1]
    except ConfigParseError:
        return None
    return output


answer = {"read": read, "get": get}[sys.argv[1]]
with tempfile.TemporaryDirectory() as folder:
    json.dump([answer(Path(folder), *item) for item in json.load(sys.stdin)], sys.stdout)
