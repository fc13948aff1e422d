"""A client built on Debian's python3-websockets, run by /usr/bin/python3.

Its one argument is JSON: { "url", "sizes": lengths of the messages to send }. It sends what a client
can send, asks the server to act, awaits every answer and closes with 4001.
"""

import asyncio
import json
import sys

import websockets

settings = json.loads(sys.argv[1])
last = "the last message"


async def fragments():
    """Parts of one text message; websockets sends each as a frame of its own."""
    for part in ("frag", "", "ments"):
        yield part


async def main():
    async with websockets.connect(settings["url"], max_size=None) as socket:
        for size in settings["sizes"]:
            await socket.send(("größe %d " % size * size)[:size])
            await socket.send(bytes(number * 7 % 256 for number in range(size)))
        await socket.send(fragments())
        await socket.ping(b"from python")
        await socket.pong(b"that nobody asked for")
        for text in ("!ping", "!fragments 4 300", last):
            await socket.send(text)
        while await socket.recv() != last:
            pass
        await socket.close(4001, "enough")


asyncio.run(main())
