"""Prints the access key ID of the profile yuki, with the login provider of the AWS SDK for Python."""

import botocore.credentials
import botocore.session
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils


class StandIn:
    """The part of awscrt.crypto.EC that the provider uses, for machines without the AWS Common Runtime."""

    def __init__(self, key):
        self._key = key

    @classmethod
    def new_key_from_der_data(cls, der):
        return cls(serialization.load_der_private_key(der, None))

    def get_public_coords(self):
        numbers = self._key.public_key().public_numbers()
        return numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")

    def sign(self, digest):
        return self._key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))

    @staticmethod
    def decode_der_signature_to_padded_pair(signature, pad_to):
        return b"".join(n.to_bytes(pad_to, "big") for n in utils.decode_dss_signature(signature))


if botocore.credentials.EC is None:
    botocore.credentials.EC = StandIn
credentials = botocore.session.Session(profile="yuki").get_credentials()
print(credentials.get_frozen_credentials().access_key)
