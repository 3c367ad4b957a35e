"""Where the programs of the peers are: a folder with npm packages, filled on first use.

Only the packages themselves are fetched (`npm pack`), not what they depend on: what is needed of them is
a jar in the one and an executable in the other. Nothing of them is kept in the source tree.
"""

import os
import subprocess
import tempfile
from pathlib import Path

PACKAGES = {"dynamodb-local": "amplify-dynamodb-simulator", "dynoxide": "@dynoxide/linux-x64"}
PROGRAMS = {"dynamodb-local": "emulator/DynamoDBLocal.jar", "dynoxide": "dynoxide"}
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "build" / "differential-peers"
FOLDER_VARIABLE = "STATOR_DIFFERENTIAL_PEERS"


def fetch(package, destination):
    destination.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", package, "--silent", "--pack-destination", folder],
                       check=True, stdout=subprocess.DEVNULL)
        archive = next(Path(folder).glob("*.tgz"))
        subprocess.run(["tar", "-xzf", str(archive), "-C", str(destination), "--strip-components=1"],
                       check=True)


def program(kind, folder=None):
    """The path of the peer's program; fetches its package if it is not there."""
    folder = Path(folder or os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)
    package = folder / "node_modules" / PACKAGES[kind]
    found = package / PROGRAMS[kind]
    if not found.exists():
        fetch(PACKAGES[kind], package)
        found.chmod(0o755)
    return found
