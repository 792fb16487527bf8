"""Reads pairs of a config and a credentials file as the AWS CLI does: JSON in, JSON out; null where it fails."""

import json
import sys
import tempfile
from pathlib import Path

from botocore.exceptions import ConfigParseError
from botocore.session import Session


session = Session()


def read(folder, texts):
    session._config = None  # what it keeps of the files before
    for name, text in zip(("config_file", "credentials_file"), texts):
        path = folder / name
        path.write_bytes(text.encode())
        session.set_config_variable(name, str(path))
    try:
        full = session.full_config
    except ConfigParseError:
        return None
    return [full["profiles"], full["sso_sessions"], full["services"]]


with tempfile.TemporaryDirectory() as folder:
    json.dump([read(Path(folder), texts) for texts in json.load(sys.stdin)], sys.stdout)
