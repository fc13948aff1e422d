"""A server built on Debian's python3-websockets, run by /usr/bin/python3.

Its one argument is JSON: { "deflate": whether to compress, "contextTakeover": whether a message may
refer back to those before }.

Path /broadcast: what one client sends goes to all of them. Every other path: each message is
echoed in kind, but a text "!ping", "!fragments N BYTES" or "!close CODE REASON" is a request to
act. One JSON object a line on stdout tells what the server sees.
"""

import asyncio
import json
import os
import signal
import sys

import websockets
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

settings = json.loads(sys.argv[1])
clients = set()


def extensions():
    if not settings["deflate"]:
        return []
    forgets = not settings["contextTakeover"]
    return [
        ServerPerMessageDeflateFactory(
            server_no_context_takeover=forgets, client_no_context_takeover=forgets
        )
    ]


def report(event, **facts):
    print(json.dumps({"event": event, **facts}), flush=True)


async def fragments(count, size):
    """Parts of one text message; websockets sends each as a frame of its own."""
    for number in range(count):
        yield str(number % 10) * size


async def act(socket, message):
    request, *words = message.split(" ", 2)
    if request == "!ping":
        await socket.ping(b"from python")
    elif request == "!fragments":
        await socket.send(fragments(int(words[0]), int(words[1])))
    elif request == "!close":
        await socket.close(int(words[0]), words[1])


async def handle(socket):
    address, port = socket.remote_address[:2]
    report("peer", address=address, port=port)
    if socket.path == "/broadcast":
        clients.add(socket)
    try:
        async for message in socket:
            if socket.path == "/broadcast":
                websockets.broadcast(clients, message)
            elif isinstance(message, str) and message.startswith("!"):
                await act(socket, message)
            else:
                await socket.send(message)
    except websockets.ConnectionClosedError:
        pass  # A client may go without a closing handshake.
    finally:
        clients.discard(socket)


async def main():
    ended = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set_result, None)
    async with websockets.serve(
        handle,
        "127.0.0.1",
        0,
        max_size=None,
        compression=None,
        extensions=extensions(),
        close_timeout=1,
    ) as server:
        report("listening", port=server.sockets[0].getsockname()[1], pid=os.getpid())
        await ended


asyncio.run(main())
