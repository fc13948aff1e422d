"""Frames as Debian's python3-websockets writes them: a JSON object a line, wire bytes in base64.

The one argument is JSON: the sizes of the payloads. Every size is written masked and unmasked.
"""

import base64
import json
import sys

from websockets.frames import Frame, Opcode

# The reserved bits are among what is to be read.
Frame.check = lambda self: None


def base64_of(data):
    return base64.b64encode(data).decode()


for mask in (False, True):
    for size in json.loads(sys.argv[1]):
        payload = (b"%d." % size * size)[:size]
        for frame in (
            Frame(Opcode.BINARY, payload),
            Frame(Opcode.TEXT, payload, fin=False, rsv1=True),
            Frame(Opcode.CONT, payload, rsv2=True, rsv3=True),
        ):
            facts = {
                "fin": frame.fin,
                "rsv1": frame.rsv1,
                "rsv2": frame.rsv2,
                "rsv3": frame.rsv3,
                "opcode": frame.opcode,
                "masked": mask,
                "payload": base64_of(frame.data),
            }
            wire = base64_of(frame.serialize(mask=mask))
            print(json.dumps({"facts": facts, "wire": wire}))
