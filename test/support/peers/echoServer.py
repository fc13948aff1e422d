"""A server that sends every message back in kind, run by /usr/bin/python3.

The one argument names the library, from Debian's package python3-NAME: websockets, aiohttp or
tornado. Everything but the compression is as the library has it by default. One JSON object on
stdout says where it listens.
"""

import asyncio
import json
import socket
import sys


def report(listener, version):
    facts = {"event": "listening", "port": listener.getsockname()[1], "version": version}
    print(json.dumps(facts), flush=True)


async def websockets_server(listener):
    import websockets

    async def echo(connection):
        async for message in connection:
            await connection.send(message)

    async def quiet_echo(connection):
        try:
            await echo(connection)
        except websockets.ConnectionClosed:
            pass  # Clients go in every way there is.

    await websockets.serve(quiet_echo, sock=listener)
    report(listener, websockets.__version__)


async def aiohttp_server(listener):
    import aiohttp
    from aiohttp import web

    async def echo(request):
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        async for message in connection:
            if message.type == aiohttp.WSMsgType.TEXT:
                await connection.send_str(message.data)
            elif message.type == aiohttp.WSMsgType.BINARY:
                await connection.send_bytes(message.data)
        return connection

    application = web.Application()
    application.add_routes([web.get("/", echo)])
    runner = web.AppRunner(application)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    report(listener, aiohttp.__version__)


async def tornado_server(listener):
    import tornado
    from tornado import httpserver, web, websocket

    class Echo(websocket.WebSocketHandler):
        def get_compression_options(self):
            return {}  # Compression with its defaults; `None`, the default, is none.

        def on_message(self, message):
            self.write_message(message, binary=isinstance(message, bytes))

    server = httpserver.HTTPServer(web.Application([("/", Echo)]))
    server.add_sockets([listener])
    report(listener, tornado.version)


async def main():
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    start = {
        "websockets": websockets_server,
        "aiohttp": aiohttp_server,
        "tornado": tornado_server,
    }[sys.argv[1]]
    await start(listener)
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
