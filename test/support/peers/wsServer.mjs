// A plain `ws` server, run as a process of its own. Its one argument is JSON:
//   { contextTakeover: boolean, tls?: { key, certificate } }  (the paths of two PEM files)
// Path /ticks: a JSON text message four times a second, unasked. Every other path: each message is
// echoed in kind, but a text "!ping", "!fragments N BYTES" or "!close CODE REASON" is a request to
// act. One JSON object a line on stdout tells what the server sees.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { WebSocketServer } from 'ws';

const { contextTakeover, tls } = JSON.parse(process.argv[2]);

const server = tls
  ? https.createServer({ key: readFileSync(tls.key), cert: readFileSync(tls.certificate) })
  : http.createServer();

const sockets = new WebSocketServer({
  server,
  maxPayload: 0,
  perMessageDeflate: {
    threshold: 0,
    serverNoContextTakeover: !contextTakeover,
    clientNoContextTakeover: !contextTakeover,
  },
});

function report(event, facts) {
  process.stdout.write(`${JSON.stringify({ event, ...facts })}\n`);
}

function sendTicks(socket) {
  let count = 0;
  const tick = () => socket.send(JSON.stringify({ tick: ++count, sentAt: Date.now() }));
  tick();
  const timer = setInterval(tick, 250);
  socket.on('close', () => clearInterval(timer));
}

function act(socket, [request, ...words]) {
  if (request === '!ping') socket.ping('from ws');
  if (request === '!close') socket.close(Number(words[0]), words[1]);
  if (request === '!fragments') {
    const count = Number(words[0]);
    for (let number = 0; number < count; number++) {
      socket.send(String(number % 10).repeat(Number(words[1])), { fin: number === count - 1 });
    }
  }
}

sockets.on('connection', (socket, request) => {
  const { remoteAddress: address, remotePort: port } = request.socket;
  report('peer', { address, port });
  socket.on('error', (error) => report('error', { message: error.message }));
  if (request.url === '/ticks') sendTicks(socket);
  socket.on('message', (data, isBinary) => {
    const text = isBinary ? '' : Buffer.from(data).toString();
    if (text.startsWith('!')) act(socket, text.split(' '));
    else socket.send(data, { binary: isBinary });
  });
});

server.listen(0, '127.0.0.1', () => {
  report('listening', { port: server.address().port, pid: process.pid });
});
