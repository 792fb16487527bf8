"""Gets the credentials of profile `dev` with the AWS CLI's own code. JSON in, JSON out.

Each item is a config file, a credentials file, and an environment. The answer has the source, the assignment or the
roles that follow it, and the requests for them, which are answered here instead of by AWS. It is an error if the CLI
fails, and null if the CLI would ask the container or the instance.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from botocore import credentials
from botocore.awsrequest import AWSResponse
from botocore.session import Session

LATER = "2099-01-01T00:00:00Z"
STS = f"""<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
<SessionToken>t</SessionToken><Expiration>{LATER}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"""
PORTAL = json.dumps(
    {"roleCredentials": {"accessKeyId": "A", "secretAccessKey": "s", "sessionToken": "t", "expiration": 4e12}}
)


class SignedIn:
    """A token for every sign-in, in the place of both of botocore's classes."""

    token = "t"

    def __init__(self, *_, **__):
        pass

    def __call__(self, *_, **__):
        return {"accessToken": self.token, "expiresAt": LATER}

    def load_token(self):
        return self

    def get_frozen_token(self):
        return self


class Body:
    def __init__(self, content):
        self.content = content

    def stream(self, **_):
        yield self.content.encode()


credentials.SSOTokenLoader = credentials.SSOTokenProvider = SignedIn
# No profile has a device; otherwise, the refresher would hide what it refreshes.
credentials.create_mfa_serial_refresher = lambda refresh: refresh


def plan(folder, config, credentials_file, environment):
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(environment, AWS_EC2_METADATA_DISABLED="true")
    session = Session(profile="dev")
    for name, text in (("config_file", config), ("credentials_file", credentials_file)):
        (folder / name).write_bytes(text.encode())
        session.set_config_variable(name, str(folder / name))
    urls = []

    def answer(request, **_):
        urls.append(request.url.split("?")[0])
        content = STS if request.method == "POST" else PORTAL
        return AWSResponse(request.url, 200, {}, Body(content))

    session.register("before-send.*", answer)
    try:
        found = session.get_credentials()
        if found is None:
            return None
        links = links_of(found)
        found.get_frozen_credentials()
        return {"links": links, "urls": urls}
    except Exception as error:
        return {"error": repr(error)}


def links_of(found):
    if not isinstance(found, credentials.DeferredRefreshableCredentials):
        return [{"keyId": found.access_key, "secret": found.secret_key}]
    fetcher = found._refresh_using.__self__
    if isinstance(fetcher, credentials.AssumeRoleCredentialFetcher):
        return [*links_of(fetcher._source_credentials), {"role": fetcher._role_arn}]
    names = ("_start_url", "_sso_region", "_account_id", "_role_name")
    return [{name: getattr(fetcher, name) for name in names}]


with tempfile.TemporaryDirectory() as folder:
    json.dump([plan(Path(folder), *item) for item in json.load(sys.stdin)], sys.stdout)
