"""An identity provider for tests: a key pair, its JSON Web Key Set, and tokens that it signs."""

import base64
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def _encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _number(value):
    return _encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class TokenIssuer:
    """Signs with RS256. claims: those of every token."""

    def __init__(self, key_id="key-1", **claims):
        self.key_id = key_id
        self.claims = claims
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def key_set(self):
        numbers = self._key.public_key().public_numbers()
        return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.key_id,
                          "n": _number(numbers.n), "e": _number(numbers.e)}]}

    def token(self, **claims):
        header = {"alg": "RS256", "typ": "JWT", "kid": self.key_id}
        parts = [_encode(json.dumps(part).encode()) for part in (header, {**self.claims, **claims})]
        text = ".".join(parts)
        signature = self._key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{text}.{_encode(signature)}"
